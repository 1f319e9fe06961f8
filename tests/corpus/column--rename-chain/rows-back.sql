INSERT INTO app.t VALUES (1, 'was a', 'was b');
