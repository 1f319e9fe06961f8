-- expect: column app.t.payload is no metadata by its name: what the application reads belongs in columns; it is not in the registry of metadata
-- expect: column app.u.metadata has no CHECK that refuses the keys balance, currency
-- not mended: a column that is renamed has another id
CREATE TABLE app.t (payload jsonb);
CREATE TABLE app.u (metadata jsonb CHECK (NOT metadata ?| ARRAY['amount']));
COMMENT ON COLUMN app.u.metadata IS '@holds metadata';
