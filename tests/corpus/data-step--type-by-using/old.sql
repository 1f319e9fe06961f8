CREATE SCHEMA app;
-- using: column app.orders.amount from numeric(12,2) = replace(to_char(amount, 'FM999999990.00'), '.', ',')
CREATE TABLE app.orders (id integer PRIMARY KEY, amount text);
