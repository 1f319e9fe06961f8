INSERT INTO app.orders SELECT n, 'c' FROM generate_series(1, 100) n;
