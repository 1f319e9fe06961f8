INSERT INTO app.orders SELECT n, n + 0.25, 'n' FROM generate_series(1, 300) n;
