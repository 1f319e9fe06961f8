CREATE VIEW app.v WITH (security_invoker = true) AS SELECT 1 AS one;
