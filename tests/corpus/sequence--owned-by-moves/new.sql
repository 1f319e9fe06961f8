CREATE SCHEMA app;
CREATE SEQUENCE app.ids;
CREATE TABLE app.a (id integer PRIMARY KEY DEFAULT nextval('app.ids'));
ALTER SEQUENCE app.ids OWNED BY app.a.id;
