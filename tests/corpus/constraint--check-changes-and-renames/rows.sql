INSERT INTO app.t VALUES (2, 'x');
