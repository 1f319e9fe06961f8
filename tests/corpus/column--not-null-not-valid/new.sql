CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text CONSTRAINT a_there NOT NULL, b text NOT NULL);
COMMENT ON CONSTRAINT a_there ON app.t IS 'Kept';
