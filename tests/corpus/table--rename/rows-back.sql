INSERT INTO app.clients VALUES (1, 'Ada');
INSERT INTO app.orders VALUES (1, 1);
