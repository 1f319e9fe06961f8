INSERT INTO app.t SELECT n, 'b' || n, 'c' || n FROM generate_series(1, 50) AS n;
