INSERT INTO app.clients VALUES (1, '1', 'a');
