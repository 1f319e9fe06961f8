CREATE VIEW app.v WITH (security_invoker = true) AS SELECT 1 AS one;
CREATE VIEW app.v0 WITH (security_invoker) AS SELECT 1 AS one;
CREATE VIEW app.v1 WITH (security_invoker = 1) AS SELECT 1 AS one;
CREATE VIEW app.v2 WITH (security_invoker = yes) AS SELECT 1 AS one;
CREATE VIEW app.v3 WITH (security_invoker = on) AS SELECT 1 AS one;
CREATE VIEW app.v4 WITH (security_invoker = 'TRUE') AS SELECT 1 AS one;
