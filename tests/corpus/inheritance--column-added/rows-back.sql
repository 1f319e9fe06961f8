INSERT INTO app.p VALUES (1, 's', 1); INSERT INTO app.c VALUES (2, 's', 1); INSERT INTO app.d VALUES (3, 's', 1); INSERT INTO app.e VALUES (4, 's', 1, 'x');
