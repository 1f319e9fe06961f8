INSERT INTO app.m VALUES (1, 'eu', 1), (2, 'us', 2), (3, 'us', 3);
