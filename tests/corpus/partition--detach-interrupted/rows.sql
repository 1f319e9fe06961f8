INSERT INTO app.m VALUES (1, '2026-01-05'), (2, '2026-02-05');
INSERT INTO app.k VALUES (1, '2026-01-05');
INSERT INTO app.g VALUES ('2026-01-05');
INSERT INTO app.t VALUES ('2026-01-05', 'a');
-- As an interruption leaves them.
ALTER TABLE app.m_1 ADD CONSTRAINT m_1_at_check CHECK (at IS NOT NULL AND at >= '2026-01-01' AND at < '2026-02-01');
ALTER TABLE app.t_1 ADD CONSTRAINT t_1_at_check CHECK (at IS NOT NULL AND at >= '2026-01-01' AND at < '2026-02-01');
SET allow_system_table_mods = on;
UPDATE pg_inherits SET inhdetachpending = true
  WHERE inhrelid IN ('app.m_1'::regclass, 'app.k_1'::regclass, 'app.g_1'::regclass, 'app.t_1'::regclass);
