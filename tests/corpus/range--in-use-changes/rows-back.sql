INSERT INTO app.t VALUES (1, '[1,5)', '[1.5,2)', '[3,4]'), (2, NULL, 'empty', NULL);
