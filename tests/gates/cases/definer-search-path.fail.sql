-- expect: function app.one() runs with its owner's rights and sets no search_path
-- expect: procedure app.two() runs with its owner's rights and sets search_path TO 'pg_temp', 'pg_catalog', where pg_temp is not the last
CREATE FUNCTION app.one() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
CREATE PROCEDURE app.two() LANGUAGE sql SECURITY DEFINER SET search_path = pg_temp, pg_catalog AS 'SELECT 1';
