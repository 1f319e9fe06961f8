INSERT INTO app.a VALUES (1, 1, '[1,5)'), (2, 2, '[5,9)');
INSERT INTO app.b VALUES (1, 1, 2);
