INSERT INTO app.p VALUES (1, 'a', 'b'); INSERT INTO app.c VALUES (2, 'a', NULL);
