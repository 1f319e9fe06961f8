-- expect: table app.log lets app_rw UPDATE and DELETE of its partition app.log_1; it has no trigger before UPDATE and DELETE, for each row, of a function with the tag `@guard append-only`, which refuses it to the owner, too; it has no trigger before TRUNCATE on its partition app.log_1
CREATE TABLE app.log (id int, created_at date) PARTITION BY RANGE (created_at);
COMMENT ON TABLE app.log IS '@class append-only';
CREATE TABLE app.log_1 PARTITION OF app.log DEFAULT;
CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
COMMENT ON FUNCTION app.refuse() IS '@guard append-only';
CREATE TRIGGER a BEFORE UPDATE OR DELETE ON app.log FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();
CREATE TRIGGER b BEFORE TRUNCATE ON app.log FOR EACH STATEMENT EXECUTE FUNCTION app.refuse();
GRANT SELECT, INSERT ON app.log TO app_rw;
GRANT SELECT, UPDATE, DELETE ON app.log_1 TO app_rw;
