INSERT INTO app.p VALUES (1, 'a', 'b'); INSERT INTO app.c VALUES (2, 'a', 'b'); INSERT INTO app.g VALUES (3, 'a', 'b'); INSERT INTO app.d VALUES (4, 'a', 'b');
