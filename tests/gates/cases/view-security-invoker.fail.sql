-- expect: view app.v reads with its owner's rights
CREATE VIEW app.v WITH (security_barrier = true) AS SELECT 1 AS one;
