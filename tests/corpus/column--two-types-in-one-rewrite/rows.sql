INSERT INTO app.t VALUES (1, 2, 3, 'x'), (2, NULL, 5, NULL);
