INSERT INTO app.p VALUES (1, 'a'); INSERT INTO app.c VALUES (2, 'b'); INSERT INTO app.d VALUES (3, 'c');
