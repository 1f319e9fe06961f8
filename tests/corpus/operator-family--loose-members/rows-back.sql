INSERT INTO app.t SELECT n, n, point(n, n) FROM generate_series(1, 100) n;
