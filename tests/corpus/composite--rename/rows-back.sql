INSERT INTO app.t VALUES (1, ROW('Main'));
