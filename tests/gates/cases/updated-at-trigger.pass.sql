CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
COMMENT ON FUNCTION app.touch() IS '@guard updated-at';
CREATE TABLE app.t (updated_at timestamptz);
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.touch();
COMMENT ON FUNCTION app.touch() IS 'Two at once. @guard updated-at @guard posted';
CREATE TABLE app.u (updated_at timestamptz);
CREATE TRIGGER touch BEFORE UPDATE ON app.u FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION app.touch();
