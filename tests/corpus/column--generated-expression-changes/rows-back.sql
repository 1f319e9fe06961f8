INSERT INTO app.t VALUES (1, 5), (2, 6);
