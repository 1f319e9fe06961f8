INSERT INTO app.customers
  SELECT n, 'c' || n || '@example.com', 'Customer ' || n, 18 + n % 60, (ARRAY['calm', 'cross'])[1 + n % 2]::app.mood, n::text
  FROM generate_series(1, 300) AS n;
INSERT INTO app.orders SELECT n, 1 + n % 300, n * 1.25, date '2026-01-01' + n % 300 FROM generate_series(1, 900) AS n;
INSERT INTO app.events SELECT n, date '2025-01-01' + n FROM generate_series(1, 700) AS n;
INSERT INTO app.events_2027 SELECT n, date '2027-01-01' + n % 300 FROM generate_series(1, 300) AS n;
REFRESH MATERIALIZED VIEW app.sales;
REFRESH MATERIALIZED VIEW app.visits;
ANALYZE;
