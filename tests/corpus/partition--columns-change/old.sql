CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('new', 'old');
CREATE TABLE app.m (id integer NOT NULL, at date NOT NULL, gone text, size integer, state app.state, note text DEFAULT 'x') PARTITION BY RANGE (at);
CREATE TABLE app.m_1 PARTITION OF app.m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE app.m_2 PARTITION OF app.m (note DEFAULT 'two') FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE INDEX m_size_idx ON app.m (size);
CREATE VIEW app.v AS SELECT id, size FROM app.m_1;
