CREATE TABLE app.t (metadata jsonb CHECK (NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax',
  'total', 'customer_id', 'org_id', 'quantity', 'status', 'vat']));
COMMENT ON COLUMN app.t.metadata IS 'What others attach. @holds metadata';
