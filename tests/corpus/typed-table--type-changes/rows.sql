INSERT INTO app.items VALUES (1, 1, 'g'); INSERT INTO app.others VALUES (2, 2, 'g');
