INSERT INTO app.t VALUES (1, 'text', 7);
