CREATE SCHEMA app;
CREATE TABLE app.seen (what text NOT NULL);
CREATE FUNCTION app.note() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO app.seen VALUES (tg_tag);
END $$;
CREATE TABLE app.items (id integer PRIMARY KEY, size integer);
CREATE TABLE app.more (id integer PRIMARY KEY);
CREATE FUNCTION app.refuse_more() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'no % here', tg_tag;
END $$;
CREATE EVENT TRIGGER "Guard more" ON ddl_command_end WHEN TAG IN ('CREATE TABLE', 'DROP TABLE', 'CREATE FUNCTION', 'ALTER TABLE', 'COMMENT') EXECUTE PROCEDURE app.refuse_more();
COMMENT ON EVENT TRIGGER "Guard more" IS 'No tables, and no comments';
CREATE EVENT TRIGGER watch ON sql_drop WHEN TAG IN ('DROP VIEW', 'DROP SEQUENCE') EXECUTE FUNCTION app.note();
CREATE EVENT TRIGGER off ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION app.note();
ALTER EVENT TRIGGER off ENABLE ALWAYS;
