INSERT INTO app.t VALUES (1, 'b', 'B'), (2, 'a', 'A');
