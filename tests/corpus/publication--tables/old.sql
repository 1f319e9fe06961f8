CREATE SCHEMA app;
CREATE TABLE app.items (id integer PRIMARY KEY, name text);
CREATE TABLE app.orders (id integer PRIMARY KEY);
CREATE TABLE app.lines (id integer PRIMARY KEY);
CREATE PUBLICATION changes FOR TABLE app.items, app.orders;
CREATE PUBLICATION old FOR TABLE app.items;
CREATE PUBLICATION options FOR TABLE app.lines WITH (publish = 'insert, update');
COMMENT ON PUBLICATION options IS 'Some';
CREATE PUBLICATION empty;
