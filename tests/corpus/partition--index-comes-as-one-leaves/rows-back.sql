INSERT INTO app.parts VALUES (15, 2), (25, 3);
