INSERT INTO app.t VALUES (1, '0123'), (2, '456');
