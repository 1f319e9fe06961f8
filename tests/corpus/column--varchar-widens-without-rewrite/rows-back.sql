INSERT INTO app.t VALUES (1, 'abc', 1.25);
