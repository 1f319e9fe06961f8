-- rename: column app.t.fax -> app.t.phone
CREATE SCHEMA app;
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  phone text NOT NULL DEFAULT '0',
  digits integer GENERATED ALWAYS AS (length(phone)) STORED,
  CONSTRAINT t_unique UNIQUE (phone),
  CONSTRAINT t_check CHECK (phone <> '')
);
CREATE INDEX t_partial ON app.t (id) WHERE phone LIKE '0%';
CREATE TABLE app.u (number text CONSTRAINT u_number REFERENCES app.t (phone));
CREATE VIEW app.v AS SELECT id, phone AS number FROM app.t;
ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON app.t USING (phone <> 'x');
COMMENT ON COLUMN app.t.phone IS 'A number';
