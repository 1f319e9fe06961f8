INSERT INTO app.customers SELECT n, n FROM generate_series(1, 2000) n;
