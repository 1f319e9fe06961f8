-- rename: function app.fresh(integer) -> app.make(integer)
CREATE SCHEMA app;
CREATE FUNCTION app.make(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n $$;
CREATE TABLE app.t (id integer PRIMARY KEY DEFAULT app.make(1));
