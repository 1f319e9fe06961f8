CREATE SCHEMA app;
CREATE TABLE app.m (id integer NOT NULL, at date NOT NULL, note text) PARTITION BY RANGE (at);
CREATE TABLE app.m_1 (id integer NOT NULL, at date NOT NULL, note text);
ALTER TABLE app.m ATTACH PARTITION app.m_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
