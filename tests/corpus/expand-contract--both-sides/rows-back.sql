INSERT INTO app.orders (amount, state) SELECT n, 's' FROM generate_series(1, 300) n;
INSERT INTO app.lines SELECT n, nullif(n % 30, 0) FROM generate_series(1, 300) n;
