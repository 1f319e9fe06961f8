INSERT INTO app.m VALUES (1, 'eu', 1);
