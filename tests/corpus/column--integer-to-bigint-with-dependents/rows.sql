INSERT INTO app.a (id, n) VALUES (1, 10), (2, 20);
INSERT INTO app.b VALUES (1, 1);
