CREATE SCHEMA app;
CREATE FUNCTION app.f(x integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT x::bigint $$;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  n bigint DEFAULT app.f(3),
  g bigint GENERATED ALWAYS AS (app.f(id)) STORED,
  CONSTRAINT t_f CHECK (app.f(id) > 0)
);
CREATE INDEX t_index ON app.t (app.f(id));
CREATE VIEW app.v AS SELECT app.f(id)::text AS f FROM app.t;
CREATE VIEW app.over AS SELECT f FROM app.v;
ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON app.t USING (app.f(id) > 0);
CREATE TRIGGER touch BEFORE UPDATE ON app.t FOR EACH ROW WHEN (app.f(NEW.id) > 0) EXECUTE FUNCTION app.touch();
REVOKE ALL ON FUNCTION app.f(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.f(integer) TO corpus_reader;
COMMENT ON FUNCTION app.f(integer) IS 'Itself';
