CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'Master data';
CREATE TABLE app.customers (id integer PRIMARY KEY, name text NOT NULL);
CREATE SCHEMA billing;
COMMENT ON SCHEMA billing IS 'Money; it''s separate';
CREATE TABLE billing.invoices (
  id integer PRIMARY KEY,
  customer_id integer NOT NULL REFERENCES app.customers (id)
);
CREATE VIEW app.open_customers AS
  SELECT c.id, count(i.id) AS invoices FROM app.customers c LEFT JOIN billing.invoices i ON i.customer_id = c.id GROUP BY c.id;
