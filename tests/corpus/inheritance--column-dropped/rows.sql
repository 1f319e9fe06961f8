INSERT INTO app.p VALUES (1, 'w', 'k', 's'); INSERT INTO app.c VALUES (2, 'w', 'k', 's'); INSERT INTO app.d VALUES (3, 'w', 'k', 's'); INSERT INTO app.e VALUES (4, 'w', 'k', 's');
