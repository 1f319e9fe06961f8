CREATE SCHEMA app;
CREATE TABLE app.orders (id integer PRIMARY KEY, code text, id__stackschema_new bigint);
COMMENT ON COLUMN app.orders.id__stackschema_new IS 'stackschema: takes the place of column id (00000000)';
CREATE INDEX orders_id_code ON app.orders (id, code);
CREATE FUNCTION app.orders_id__stackschema_new() RETURNS trigger LANGUAGE plpgsql AS $keep$
#variable_conflict use_column
BEGIN
  NEW.id__stackschema_new := NEW.id;
  RETURN NEW;
END
$keep$;
CREATE TRIGGER "~id__stackschema_new" BEFORE INSERT OR UPDATE ON app.orders FOR EACH ROW EXECUTE FUNCTION app.orders_id__stackschema_new();
ALTER TABLE app.orders ENABLE ALWAYS TRIGGER "~id__stackschema_new";
ALTER TABLE app.orders ADD CONSTRAINT id__stackschema_new__stackschema_not_null CHECK (id__stackschema_new IS NOT NULL) NOT VALID;
CREATE INDEX orders_id_code__stackschema_new ON app.orders (id__stackschema_new, code);
CREATE INDEX orders_pkey__stackschema_new ON app.orders (id__stackschema_new);
