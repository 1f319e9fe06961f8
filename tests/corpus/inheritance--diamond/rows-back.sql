INSERT INTO app.t VALUES (1, 1); INSERT INTO app.ab (id, x) VALUES (2, 2);
