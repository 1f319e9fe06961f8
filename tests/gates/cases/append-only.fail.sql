-- expect: table app.events lets app_rw UPDATE and DELETE; it has no trigger before UPDATE, DELETE and TRUNCATE of a function
-- expect: table app.moves has no trigger before DELETE of a function with the tag
CREATE TABLE app.events (id int);
COMMENT ON TABLE app.events IS '@class append-only';
GRANT SELECT, INSERT, UPDATE, DELETE ON app.events TO app_rw;
CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
COMMENT ON FUNCTION app.refuse() IS '@guard append-only';
CREATE TABLE app.moves (id int);
COMMENT ON TABLE app.moves IS '@class append-only';
CREATE TRIGGER a BEFORE UPDATE ON app.moves FOR EACH ROW EXECUTE FUNCTION app.refuse();
CREATE TRIGGER b BEFORE DELETE ON app.moves FOR EACH ROW WHEN (OLD.id > 1) EXECUTE FUNCTION app.refuse();
CREATE TRIGGER c BEFORE TRUNCATE ON app.moves FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();
