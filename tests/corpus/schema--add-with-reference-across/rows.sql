INSERT INTO app.customers VALUES (1, 'Ada'), (2, 'Grace');
