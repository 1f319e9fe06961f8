INSERT INTO app.orders SELECT n, n || ',5' || n % 10, 'n' FROM generate_series(1, 300) n;
