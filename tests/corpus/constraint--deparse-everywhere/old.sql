CREATE SCHEMA app;
CREATE DOMAIN app.kind AS varchar(10) CHECK (VALUE IN ('a', 'b'));
CREATE TABLE app.items (id int PRIMARY KEY, kind varchar(10), code char(3), seen timestamp, free numeric(6, 2) DEFAULT 1,
  low boolean GENERATED ALWAYS AS (kind IN ('a', 'b') AND code NOT IN ('x', 'y')) STORED,
  CONSTRAINT kinds CHECK (kind NOT IN ('x', 'y') AND (code IN ('a', 'b') OR seen BETWEEN '2026-01-01' AND '2026-12-31')));
CREATE INDEX items_kind_idx ON app.items ((kind IN ('a', 'b'))) WHERE code IN ('a', 'b');
CREATE STATISTICS app.items_stats ON (kind IN ('a', 'b')), id FROM app.items;
CREATE VIEW app.few AS SELECT id, CASE WHEN kind IN ('a', 'b') THEN code END AS code FROM app.items WHERE kind LIKE ANY (ARRAY['a%', 'b%']);
CREATE MATERIALIZED VIEW app.many AS SELECT id FROM app.items WHERE kind NOT IN ('a', 'b') WITH NO DATA;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER touch BEFORE UPDATE ON app.items FOR EACH ROW WHEN (new.kind IN ('a', 'b')) EXECUTE FUNCTION app.touch();
CREATE RULE quiet AS ON DELETE TO app.items WHERE old.kind IN ('a', 'b') DO INSTEAD NOTHING;
ALTER TABLE app.items ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON app.items USING (kind IN ('a', 'b')) WITH CHECK (code IN ('a', 'b'));
