INSERT INTO app.top VALUES (1, 'a'); INSERT INTO app.below VALUES (2, 'b', 'c');
