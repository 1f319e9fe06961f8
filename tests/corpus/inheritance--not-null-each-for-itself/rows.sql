INSERT INTO app.p VALUES (1, 'a'); INSERT INTO app.c VALUES (NULL, 'a'); INSERT INTO app.d VALUES (3, 'a');
