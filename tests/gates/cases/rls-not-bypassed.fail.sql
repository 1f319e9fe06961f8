-- expect: table app.t lets app_rw TRUNCATE and REFERENCES, which row security does not hold back
-- expect: table app.p_1 is a partition without row security of its own, and app_rw may name it
-- expect: materialized view app.m holds rows of table app.t for all tenants, and app_rw may read it
-- expect: function app.f() runs with its owner's rights, and public may call it
-- expect: table app.q_1 is a partition with other policies than table app.q, which do not keep the tenant, and app_rw may name it
-- expect: rule app.t.copy reaches table app.elsewhere with the rights of the owner of table app.t
-- expect: rule app.w.put reaches table app.t with the rights of the owner of view app.w
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
CREATE TABLE app.q (org_id uuid) PARTITION BY HASH (org_id);
ALTER TABLE app.q ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON app.q USING (org_id = current_setting('app.org_id')::uuid);
CREATE TABLE app.q_1 PARTITION OF app.q FOR VALUES WITH (MODULUS 1, REMAINDER 0);
ALTER TABLE app.q_1 ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON app.q_1 USING (true);
GRANT SELECT ON app.q_1 TO app_rw;
CREATE TABLE app.elsewhere (id int);
CREATE RULE copy AS ON INSERT TO app.t DO ALSO INSERT INTO app.elsewhere VALUES (NEW.id);
CREATE VIEW app.w AS SELECT 1 AS id;
CREATE RULE put AS ON INSERT TO app.w DO INSTEAD INSERT INTO app.t VALUES (NEW.id);
