-- majors: 17
-- MERGE in bodies, and what came with 15 to 17.
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a integer, b text, UNIQUE NULLS NOT DISTINCT (a, b));
CREATE TABLE app.child (id integer PRIMARY KEY, t integer, u integer, FOREIGN KEY (t) REFERENCES app.t ON DELETE SET NULL (t));
CREATE FUNCTION app.merged() RETURNS TABLE (action text, id integer) LANGUAGE sql BEGIN ATOMIC
  MERGE INTO app.t AS target USING (SELECT * FROM app.child) AS source ON target.id = source.id AND source.t > 0
    WHEN MATCHED AND source.u > 1 THEN UPDATE SET a = source.t, b = DEFAULT WHEN MATCHED THEN DELETE
    WHEN NOT MATCHED BY SOURCE AND target.a = 1 THEN DO NOTHING
    WHEN NOT MATCHED BY TARGET THEN INSERT (id, a) OVERRIDING USER VALUE VALUES (source.id, source.t)
    RETURNING merge_action(), target.id;
END;
CREATE VIEW app.invoker WITH (security_invoker) AS SELECT id FROM app.t;
CREATE VIEW app.merge_rule AS SELECT 1_000 AS thousand, 0x1F AS hex, 0o17 AS octal, 0b101 AS binary;
CREATE COLLATION app.rules (PROVIDER = icu, LOCALE = 'und', RULES = '&V << w <<< W');
CREATE COLLATION app.builtin (PROVIDER = builtin, LOCALE = 'C.UTF-8');
CREATE UNLOGGED SEQUENCE app.unlogged;
CREATE TABLE app.stored (a text STORAGE EXTERNAL COMPRESSION pglz, b text COLLATE app.rules) USING heap;
CREATE VIEW app.subqueries AS SELECT * FROM (SELECT 1 AS one), LATERAL (VALUES (2)) WHERE xmltext('a') IS NOT NULL AND random(1, 10) > 0 AND '2026-01-01'::timestamptz AT LOCAL > 'yesterday';
CREATE DOMAIN app.named AS integer CONSTRAINT given NOT NULL;
