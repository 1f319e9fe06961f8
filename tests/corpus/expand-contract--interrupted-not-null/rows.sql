INSERT INTO app.orders SELECT n, 'c', n FROM generate_series(1, 100) n;
