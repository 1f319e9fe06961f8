-- expect: view app.v reads with its owner's rights
-- expect: view app.w reads with its owner's rights
CREATE VIEW app.v WITH (security_barrier = true) AS SELECT 1 AS one;
CREATE VIEW app.w WITH (security_invoker = off) AS SELECT 1 AS one;
