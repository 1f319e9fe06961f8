INSERT INTO sales.orders (state) VALUES ('open'), ('done');
