INSERT INTO app.customers VALUES (1, 'Ada');
INSERT INTO app.orders VALUES (1, 1);
