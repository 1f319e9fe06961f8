INSERT INTO app.t VALUES (1, 'open'), (2, 'done');
