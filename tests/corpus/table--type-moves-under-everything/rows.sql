INSERT INTO app.customers (name) VALUES ('Ada'), ('Grace');
INSERT INTO app.orders (customer_id, total) VALUES (1, 10.50), (2, 3);
