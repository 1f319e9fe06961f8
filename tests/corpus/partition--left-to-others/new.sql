CREATE SCHEMA app;
CREATE TABLE app.m (id integer NOT NULL, at date NOT NULL, size bigint DEFAULT 3) PARTITION BY RANGE (at);
CREATE INDEX m_size ON app.m (size);
