INSERT INTO app.one VALUES (1, 1);
INSERT INTO app.moved VALUES (1, 1), (2, NULL);
INSERT INTO app.some VALUES (1, 1), (11, 2), (21, 3);
INSERT INTO app.some_leaves VALUES (11, 2);
