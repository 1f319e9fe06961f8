INSERT INTO app.t VALUES (7, 1), (9, 2);
