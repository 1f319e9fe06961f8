-- rename: column app.t.phone -> app.t.fax
CREATE SCHEMA app;
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  fax text NOT NULL DEFAULT '0',
  digits integer GENERATED ALWAYS AS (length(fax)) STORED,
  CONSTRAINT t_unique UNIQUE (fax),
  CONSTRAINT t_check CHECK (fax <> '')
);
CREATE INDEX t_partial ON app.t (id) WHERE fax LIKE '0%';
CREATE TABLE app.u (number text CONSTRAINT u_number REFERENCES app.t (fax));
CREATE VIEW app.v AS SELECT id, fax AS number FROM app.t;
ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON app.t USING (fax <> 'x');
COMMENT ON COLUMN app.t.fax IS 'A number';
