CREATE SCHEMA app;
CREATE TABLE app.m (id integer NOT NULL, at date NOT NULL, size integer) PARTITION BY RANGE (at);
CREATE TABLE app.m_all PARTITION OF app.m FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE INDEX m_size_idx ON app.m (size);
