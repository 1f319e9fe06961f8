INSERT INTO app.a VALUES (1, 'x'); INSERT INTO app.b VALUES (2, 'y');
