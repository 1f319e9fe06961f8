-- expect: column app.t.payload is not in the registry of metadata: its comment lacks `@holds metadata`; it has no CHECK that refuses the keys amount, balance, currency, discount, price, tax, total, customer_id, org_id, quantity, status; it is no metadata by its name: what the application reads belongs in columns
-- expect: column app.u.metadata has no CHECK that refuses the keys balance, currency
-- expect: column app.v.old is json, whose keys no CHECK can see; it is not in the registry
-- expect: column app.v.facts is not in the registry of metadata
-- expect: column app.v.many is jsonb[], an array, whose keys no CHECK can see; it is not in the registry
CREATE DOMAIN app.document AS jsonb;
CREATE TABLE app.t (payload jsonb);
CREATE TABLE app.u (metadata jsonb CHECK (NOT metadata ?| ARRAY['amount']));
COMMENT ON COLUMN app.u.metadata IS '@holds metadata';
CREATE TABLE app.v (old json, facts app.document, many jsonb[]);
-- expect: column app.w.metadata has no CHECK that refuses the keys amount
CREATE TABLE app.w (metadata jsonb, CHECK ((NOT metadata ?| ARRAY['amount', 'balance', 'currency', 'discount', 'price', 'tax', 'total',
  'customer_id', 'org_id', 'quantity', 'status']) IS NOT NULL));
COMMENT ON COLUMN app.w.metadata IS '@holds metadata';
