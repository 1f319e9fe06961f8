INSERT INTO app.orders VALUES (1, '12,50'), (2, '0,99');
