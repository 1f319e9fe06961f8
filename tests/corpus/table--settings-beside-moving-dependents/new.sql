CREATE SCHEMA app;
CREATE SEQUENCE app.numbers AS integer;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE UNLOGGED TABLE app.t (id bigint PRIMARY KEY, b text, n integer DEFAULT nextval('app.numbers'));
ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON app.t USING (b IS NOT NULL);
CREATE TRIGGER touch BEFORE UPDATE OF b ON app.t FOR EACH ROW WHEN (old.b IS NOT NULL) EXECUTE FUNCTION app.touch();
CREATE FUNCTION app.calc(a integer) RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM app.t $$;
CREATE VIEW app.v AS SELECT id FROM app.t;
