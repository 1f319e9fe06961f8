INSERT INTO app.departments VALUES (1, NULL, 1);
INSERT INTO app.people VALUES (1, 1, NULL), (2, 1, 1);
