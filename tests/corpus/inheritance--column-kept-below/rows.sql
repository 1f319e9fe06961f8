INSERT INTO app.p VALUES (1, 'p'); INSERT INTO app.c VALUES (2, 'c'); INSERT INTO app.g VALUES (3, 'g'); INSERT INTO app.d VALUES (4, 'd');
