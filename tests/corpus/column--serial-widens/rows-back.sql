INSERT INTO app.items (code, parent) VALUES (1, NULL), (2, 1), (DEFAULT, 2);
