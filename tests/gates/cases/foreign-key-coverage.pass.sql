CREATE TABLE app.organisations (id uuid PRIMARY KEY);
CREATE TABLE app.customers (org_id uuid REFERENCES app.organisations (id), id uuid, PRIMARY KEY (org_id, id));
CREATE TABLE app.orders (org_id uuid, customer_id uuid, FOREIGN KEY (org_id, customer_id) REFERENCES app.customers);
CREATE INDEX ON app.orders (customer_id, org_id DESC) WHERE customer_id IS NOT NULL;
