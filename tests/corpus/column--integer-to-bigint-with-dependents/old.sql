CREATE SCHEMA app;
CREATE TABLE app.a (
  id integer PRIMARY KEY DEFAULT 5,
  n integer NOT NULL DEFAULT 1,
  twice bigint GENERATED ALWAYS AS (n * 2) STORED,
  CONSTRAINT a_n CHECK (n > 0)
);
CREATE TABLE app.b (id integer PRIMARY KEY, a_id integer CONSTRAINT b_a REFERENCES app.a (id));
CREATE INDEX a_expression ON app.a ((n + 1)) WHERE n > 3;
CREATE VIEW app.v AS SELECT id, n FROM app.a WHERE n > 1;
CREATE VIEW app.w AS SELECT count(*) AS c, max(n) AS m FROM app.v;
CREATE MATERIALIZED VIEW app.m AS SELECT id, n FROM app.v;
CREATE UNIQUE INDEX m_id ON app.m (id);
CREATE MATERIALIZED VIEW app.mm AS SELECT sum(n) AS s FROM app.m;
COMMENT ON COLUMN app.v.n IS 'Number';
COMMENT ON MATERIALIZED VIEW app.m IS 'Kept';
COMMENT ON INDEX app.m_id IS 'For refreshing';
GRANT SELECT ON app.v, app.m TO corpus_reader;
GRANT SELECT (c) ON app.w TO corpus_reader;
ALTER TABLE app.a ENABLE ROW LEVEL SECURITY;
CREATE POLICY small ON app.a FOR SELECT TO corpus_reader USING (n < 100);
CREATE POLICY nested ON app.b USING (EXISTS (SELECT FROM app.a WHERE a.id = b.a_id AND a.n > 0));
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER a_when BEFORE UPDATE ON app.a FOR EACH ROW WHEN (OLD.n IS DISTINCT FROM NEW.n) EXECUTE FUNCTION app.touch();
CREATE TRIGGER a_of BEFORE UPDATE OF n ON app.a FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.a DISABLE TRIGGER a_of;
COMMENT ON TRIGGER a_when ON app.a IS 'Watches';
