CREATE TABLE app.t (metadata jsonb CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax',
  'total', 'customer_id', 'org_id', 'quantity', 'status', 'vat']));
COMMENT ON COLUMN app.t.metadata IS 'What others attach. @holds metadata';
CREATE DOMAIN app.attached AS jsonb CHECK (NOT VALUE ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax',
  'total', 'customer_id', 'org_id', 'quantity', 'status']);
CREATE TABLE app.u (metadata app.attached);
COMMENT ON COLUMN app.u.metadata IS '@holds metadata';
