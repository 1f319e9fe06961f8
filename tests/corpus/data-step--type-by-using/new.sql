CREATE SCHEMA app;
-- using: column app.orders.amount from text = replace(amount, ',', '.')::numeric
-- check: column app.orders.amount = amount ~ '^\d+,\d\d$'
CREATE TABLE app.orders (id integer PRIMARY KEY, amount numeric(12,2));
