CREATE TABLE app.events (id int);
COMMENT ON TABLE app.events IS 'What happened. @class append-only';
CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
COMMENT ON FUNCTION app.refuse() IS '@guard append-only';
CREATE TRIGGER a BEFORE UPDATE OR DELETE ON app.events FOR EACH ROW EXECUTE FUNCTION app.refuse();
CREATE TRIGGER b BEFORE TRUNCATE ON app.events FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();
GRANT SELECT, INSERT ON app.events TO app_rw;
