CREATE SCHEMA app;
CREATE SEQUENCE app.ids;
CREATE TABLE app.a (id integer PRIMARY KEY DEFAULT nextval('app.ids'), extra integer);
ALTER SEQUENCE app.ids OWNED BY app.a.extra;
