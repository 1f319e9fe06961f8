CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
COMMENT ON FUNCTION app.touch() IS '@guard updated-at';
CREATE TABLE app.t (updated_at timestamptz);
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.touch();
