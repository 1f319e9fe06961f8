INSERT INTO app.a VALUES (1, 'first');
INSERT INTO app.b VALUES (2, 1, 'second');
