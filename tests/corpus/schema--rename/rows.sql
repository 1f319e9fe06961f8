INSERT INTO app.orders (state) VALUES ('open'), ('done');
