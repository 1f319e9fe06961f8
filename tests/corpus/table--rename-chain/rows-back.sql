INSERT INTO app.b VALUES (1, 'first');
INSERT INTO app.c VALUES (2, 1, 'second');
