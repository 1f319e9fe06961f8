INSERT INTO app.parts VALUES (5, 1), (15, 2);
