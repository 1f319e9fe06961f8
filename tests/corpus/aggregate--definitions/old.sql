CREATE SCHEMA app;
CREATE FUNCTION app.add(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE AGGREGATE app.kept(bigint) (SFUNC = app.add, STYPE = bigint);
CREATE AGGREGATE app.changed(bigint) (SFUNC = app.add, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE app.returned(bigint) (SFUNC = app.add, STYPE = bigint);
CREATE VIEW app.v AS SELECT app.kept(x) AS k, app.changed(x) AS c FROM generate_series(1, 3) x;
