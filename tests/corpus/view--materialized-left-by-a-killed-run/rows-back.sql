INSERT INTO app.t SELECT n, n FROM generate_series(1, 100) n;
REFRESH MATERIALIZED VIEW app.m;
