INSERT INTO app.m VALUES (1, '2026-01-05', 'a'), (2, '2026-02-05', 'b'), (3, '2026-03-05', 'c');
INSERT INTO app.l VALUES ('de', 1), ('es', 2);
INSERT INTO app.d VALUES ('2026-01-05'), ('2026-05-05');
INSERT INTO app.h SELECT generate_series(1, 20);
INSERT INTO app.c VALUES ('2026-02-05');
