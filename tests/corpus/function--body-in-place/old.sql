CREATE SCHEMA app;
CREATE FUNCTION app.tax(net numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$ SELECT net * 0.19 $$;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE app.t (id integer PRIMARY KEY, net numeric DEFAULT app.tax(1), CONSTRAINT t_tax CHECK (app.tax(net) >= 0));
CREATE INDEX t_tax_index ON app.t (app.tax(net));
CREATE TRIGGER touch BEFORE UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE VIEW app.v AS SELECT id, app.tax(net) AS tax FROM app.t;
ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON app.t USING (app.tax(net) < 1000);
