-- expect: column app.orders.customer_id is called a reference and has no foreign key
-- expect: constraint app.lines.lines_order_id_fkey is served by no index that begins with (order_id)
CREATE TABLE app.customers (org_id uuid, id uuid, PRIMARY KEY (org_id, id));
CREATE TABLE app.orders (org_id uuid, id uuid PRIMARY KEY, customer_id uuid);
ALTER TABLE app.orders ADD COLUMN order_no int;
ALTER TABLE app.orders DROP COLUMN org_id, ADD COLUMN org_id uuid REFERENCES app.orders (id);
CREATE INDEX ON app.orders (org_id);
CREATE TABLE app.lines (id int, order_id uuid REFERENCES app.orders (id));
CREATE INDEX ON app.lines (id, order_id);
ALTER TABLE app.customers ADD FOREIGN KEY (org_id) REFERENCES app.orders (id);
