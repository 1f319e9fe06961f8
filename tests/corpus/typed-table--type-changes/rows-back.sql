INSERT INTO app.items VALUES (1, 1, 'a');
