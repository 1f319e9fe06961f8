-- expect: table app.t lets app_rw TRUNCATE and REFERENCES, which row security does not hold back
-- expect: table app.p_1 is a partition without row security of its own, and app_rw may name it
-- expect: materialized view app.m holds rows of table app.t for all tenants, and app_rw may read it
-- expect: function app.f() runs with its owner's rights, and public may call it
CREATE TABLE app.t (id int);
ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
GRANT TRUNCATE, REFERENCES ON app.t TO app_rw;
CREATE TABLE app.p (id int) PARTITION BY LIST (id);
ALTER TABLE app.p ENABLE ROW LEVEL SECURITY;
CREATE TABLE app.p_1 PARTITION OF app.p FOR VALUES IN (1);
GRANT SELECT ON app.p_1 TO app_rw;
CREATE VIEW app.v AS SELECT id FROM app.t;
CREATE MATERIALIZED VIEW app.m AS SELECT id FROM app.v;
GRANT SELECT ON app.m TO app_rw;
CREATE FUNCTION app.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
