CREATE SCHEMA app;
CREATE TABLE app.t (a text, b text);
ALTER TABLE app.t ADD CONSTRAINT a__stackschema_not_null CHECK (a IS NOT NULL) NOT VALID;
ALTER TABLE app.t ADD CONSTRAINT b__stackschema_not_null CHECK (b IS NOT NULL);
