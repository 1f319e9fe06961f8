-- expect: function app.one() runs with its owner's rights and sets no search_path
-- expect: procedure app.two() runs with its owner's rights and sets search_path TO 'pg_temp', 'pg_catalog', where pg_temp is not the last
-- expect: function app.three() runs with its owner's rights and sets search_path TO 'pg_temp', 'other', 'pg_temp', where pg_temp is not the last
-- expect: function app.four() runs with its owner's rights and sets search_path TO 'public', 'pg_temp', where others may put objects into public
-- expect: function app.five() runs with its owner's rights and sets search_path TO '$user', 'public', 'pg_temp', where others may put objects into public and $user
-- expect: function app.six() runs with its owner's rights and sets search_path TO 'pg_catalog, pg_temp', where pg_temp is not the last
CREATE FUNCTION app.one() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
CREATE PROCEDURE app.two() LANGUAGE sql SECURITY DEFINER SET search_path = pg_temp, pg_catalog AS 'SELECT 1';
CREATE FUNCTION app.three() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_temp, other, pg_temp AS 'SELECT 1';
CREATE FUNCTION app.four() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT 1';
CREATE FUNCTION app.five() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = "$user", public, pg_temp AS 'SELECT 1';
CREATE FUNCTION app.six() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = "pg_catalog, pg_temp" AS 'SELECT 1';
-- expect: procedure app.seven(text) runs with its owner's rights and sets no search_path
CREATE PROCEDURE app.seven(a text DEFAULT E'x\n LANGUAGE sql\n') LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
