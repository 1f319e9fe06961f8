INSERT INTO app.items (id, kind, code) VALUES (1, 'a', 'a'), (2, 'b', 'b');
