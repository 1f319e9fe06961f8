INSERT INTO app.one VALUES (21, 1);
INSERT INTO app.moved VALUES (1, 1), (2, NULL);
INSERT INTO app.some VALUES (1, 1), (11, 2), (21, 3);
