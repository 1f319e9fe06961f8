INSERT INTO app.t SELECT n, n - 50, n FROM generate_series(1, 100) n;
