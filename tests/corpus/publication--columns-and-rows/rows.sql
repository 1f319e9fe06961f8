INSERT INTO app.items VALUES (1, 'a', 3, true);
