CREATE SCHEMA app;
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  kind varchar(10) NOT NULL CONSTRAINT t_kind CHECK (kind IN ('a', 'b')),
  price numeric CONSTRAINT t_price CHECK (price BETWEEN 0 AND 100)
);
CREATE INDEX t_partial ON app.t (id) WHERE kind IN ('a', 'c');
CREATE VIEW app.v AS SELECT id FROM app.t WHERE kind IN ('a', 'd');
ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON app.t USING (kind IN ('a', 'e') AND kind::text LIKE ANY (ARRAY['a%', 'b%']));
CREATE MATERIALIZED VIEW app.m AS SELECT CASE WHEN kind IN ('x', 'y') THEN 1 END AS x FROM app.t;
