INSERT INTO app.sales SELECT n, 'shop ' || n % 3, date '2026-01-01' + n % 20, n, n % 5 FROM generate_series(1, 500) n;
REFRESH MATERIALIZED VIEW app.per_day;
REFRESH MATERIALIZED VIEW app.bare;
