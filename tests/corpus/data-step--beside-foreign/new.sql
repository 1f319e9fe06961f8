CREATE SCHEMA app;
CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER far FOREIGN DATA WRAPPER far;
-- backfill: column app.m.size = id * 2
-- backfill: column app.m.note = 'x'
CREATE TABLE app.m (id integer NOT NULL, note text NOT NULL, size integer) PARTITION BY RANGE (id);
CREATE TABLE app.m_1 PARTITION OF app.m FOR VALUES FROM (1) TO (10);
CREATE TABLE app.m_2 PARTITION OF app.m FOR VALUES FROM (10) TO (20);
CREATE FOREIGN TABLE app.m_3 PARTITION OF app.m FOR VALUES FROM (20) TO (30) SERVER far OPTIONS (a 'b');
-- backfill: column app.p.note = 'x'
CREATE TABLE app.p (id integer, note text NOT NULL);
CREATE TABLE app.h () INHERITS (app.p);
CREATE FOREIGN TABLE app.c () INHERITS (app.p) SERVER far;
ALTER FOREIGN TABLE app.c ALTER COLUMN id OPTIONS (x 'y');
