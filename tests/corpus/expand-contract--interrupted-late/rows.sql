ALTER TABLE app.orders DROP CONSTRAINT id__stackschema_new__stackschema_not_null;
ALTER TABLE app.orders DISABLE TRIGGER "~id__stackschema_new";
INSERT INTO app.orders SELECT n, 'c', CASE WHEN n < 60 THEN n END FROM generate_series(1, 100) n;
ALTER TABLE app.orders ENABLE ALWAYS TRIGGER "~id__stackschema_new";
ALTER TABLE app.orders ADD CONSTRAINT id__stackschema_new__stackschema_not_null CHECK (id__stackschema_new IS NOT NULL) NOT VALID;
