CREATE SCHEMA app;
CREATE TABLE app.m (id integer NOT NULL, region text NOT NULL, size integer) PARTITION BY LIST (region);
CREATE TABLE app.m_eu PARTITION OF app.m FOR VALUES IN ('eu');
