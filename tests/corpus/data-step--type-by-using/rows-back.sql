INSERT INTO app.orders VALUES (1, 12.5), (2, 0.99);
