CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, n integer, gone text);
CREATE FUNCTION app.total() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT sum(n)::bigint FROM app.t WHERE gone IS NULL; END;
CREATE PROCEDURE app.add(IN x integer) LANGUAGE sql BEGIN ATOMIC INSERT INTO app.t (id, n) VALUES (x, x); SELECT CASE WHEN x > 0 THEN 1 END; END;
