CREATE SCHEMA app;
CREATE TABLE app.place (id integer PRIMARY KEY, name text NOT NULL DEFAULT 'x', size numeric(10,2), CONSTRAINT size_positive CHECK (size > 0));
COMMENT ON TABLE app.place IS 'Places';
CREATE TABLE app.city (mayor text NOT NULL, CONSTRAINT mayor_named CHECK (mayor <> ''), PRIMARY KEY (id)) INHERITS (app.place);
ALTER TABLE app.city ALTER COLUMN name SET DEFAULT 'city';
ALTER TABLE app.city ALTER COLUMN size SET STATISTICS 300;
CREATE INDEX city_name_idx ON app.city (name);
COMMENT ON COLUMN app.city.name IS 'Name of the city';
CREATE TABLE app.empty () INHERITS (app.place);
