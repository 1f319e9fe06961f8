INSERT INTO app.place VALUES (1, 'a', 1); INSERT INTO app.city VALUES (2, 'b', 2, 'm');
