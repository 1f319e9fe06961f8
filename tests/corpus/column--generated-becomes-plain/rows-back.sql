INSERT INTO app.t VALUES (1, 5, 0), (2, 6, 1);
