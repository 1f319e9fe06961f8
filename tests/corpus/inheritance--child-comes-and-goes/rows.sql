INSERT INTO app.place VALUES (1, 'a', 1);
