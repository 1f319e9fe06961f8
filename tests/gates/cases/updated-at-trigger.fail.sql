-- expect: table app.t has no trigger (BEFORE UPDATE, each row that changes) of a function with the tag `@guard updated-at`
-- expect: table app.u has no trigger (BEFORE UPDATE, each row that changes) of a function with the tag `@guard updated-at`
CREATE TABLE app.t (a int, updated_at timestamptz);
CREATE TABLE app.u (updated_at timestamptz);
CREATE FUNCTION app.set_updated_at() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE OF a ON app.t FOR EACH ROW EXECUTE FUNCTION app.set_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON app.u FOR EACH ROW WHEN (false) EXECUTE FUNCTION app.set_updated_at();
