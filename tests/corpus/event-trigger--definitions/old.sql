CREATE SCHEMA app;
CREATE TABLE app.seen (what text NOT NULL);
CREATE FUNCTION app.refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'no % here', tg_tag;
END $$;
CREATE FUNCTION app.note() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO app.seen VALUES (tg_tag);
END $$;
CREATE TABLE app.items (id integer PRIMARY KEY);
CREATE EVENT TRIGGER guard ON ddl_command_start WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE', 'DROP FUNCTION') EXECUTE FUNCTION app.refuse();
COMMENT ON EVENT TRIGGER guard IS 'No tables';
CREATE EVENT TRIGGER watch ON sql_drop WHEN TAG IN ('DROP VIEW') EXECUTE FUNCTION app.note();
CREATE EVENT TRIGGER off ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION app.note();
ALTER EVENT TRIGGER off DISABLE;
