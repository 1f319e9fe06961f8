CREATE SCHEMA app;
CREATE TABLE app.m (id integer NOT NULL, at date NOT NULL, size integer) PARTITION BY RANGE (id);
CREATE TABLE app.m_all PARTITION OF app.m FOR VALUES FROM (1) TO (100);
CREATE INDEX m_size_idx ON app.m (size);
