INSERT INTO app.orders (code, parent) SELECT 'code ' || n, CASE WHEN n > 1 THEN 5 END FROM generate_series(1, 200) n;
INSERT INTO app.lines SELECT id, n FROM app.orders, generate_series(1, 2) n;
DELETE FROM app.orders WHERE id > 200;
ANALYZE;
