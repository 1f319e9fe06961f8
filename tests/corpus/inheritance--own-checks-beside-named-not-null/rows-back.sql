INSERT INTO app.p VALUES (2, 'a'); INSERT INTO app.k VALUES (3, 'b', 1); INSERT INTO app.g VALUES (4, 'c', 2); INSERT INTO app.open VALUES (5, 3); INSERT INTO app.under VALUES (6, 4);
