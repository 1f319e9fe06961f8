-- expect: table app.t grants SELECT to PUBLIC
-- expect: column app.t.b grants UPDATE to PUBLIC
-- expect: function app.f(integer) may be executed by PUBLIC
-- expect: function app.g() may be executed by PUBLIC
CREATE TABLE app.t (id int, b int);
GRANT SELECT ON app.t TO PUBLIC;
GRANT UPDATE (b) ON app.t TO PUBLIC;
CREATE FUNCTION app.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION app.g() RETURNS int LANGUAGE sql AS 'SELECT 1';
GRANT EXECUTE ON FUNCTION app.g() TO app_rw;
