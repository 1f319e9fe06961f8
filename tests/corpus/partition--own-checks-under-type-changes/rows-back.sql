INSERT INTO app.m VALUES (1, 2), (2, 3);
