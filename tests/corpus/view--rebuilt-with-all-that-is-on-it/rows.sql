INSERT INTO app.items (id, size, note) VALUES (1, 10, 'a'), (2, NULL, 'b');
REFRESH MATERIALIZED VIEW app.sums;
