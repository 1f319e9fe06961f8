CREATE SCHEMA app;
SET search_path = app;
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE TABLE items (id integer PRIMARY KEY, kind kind DEFAULT 'a');
CREATE FUNCTION count_items() RETURNS bigint LANGUAGE sql SET search_path = app AS 'SELECT count(*) FROM items';
CREATE FUNCTION of_kind(k kind) RETURNS SETOF items LANGUAGE sql AS 'SELECT * FROM items WHERE kind = k';
CREATE FUNCTION twice() RETURNS bigint LANGUAGE plpgsql AS $$ DECLARE r items; BEGIN RETURN 2 * count_items(); END $$;
