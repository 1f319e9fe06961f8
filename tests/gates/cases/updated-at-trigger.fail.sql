-- expect: table app.t has no trigger (BEFORE UPDATE, each row) of a function with the tag `@guard updated-at`
CREATE TABLE app.t (a int, updated_at timestamptz);
CREATE FUNCTION app.set_updated_at() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE OF a ON app.t FOR EACH ROW EXECUTE FUNCTION app.set_updated_at();
