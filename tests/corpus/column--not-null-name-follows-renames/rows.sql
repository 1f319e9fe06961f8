INSERT INTO app.customers VALUES (1, '1', 'a');
