-- rename: function app.make(integer) -> app.fresh(integer)
CREATE SCHEMA app;
CREATE FUNCTION app.fresh(n integer) RETURNS integer LANGUAGE sql AS $$ SELECT n $$;
CREATE TABLE app.t (id integer PRIMARY KEY DEFAULT app.fresh(1));
