INSERT INTO app.p VALUES (1, 1, 'new'); INSERT INTO app.c VALUES (2, 2, 'old', 'x'); INSERT INTO app.g VALUES (3, 3, 'old', 'x');
