CREATE SCHEMA app;
-- Its only partition leaves.
CREATE TABLE app.one (id integer NOT NULL, size integer) PARTITION BY RANGE (id);
CREATE TABLE app.one_30 PARTITION OF app.one FOR VALUES FROM (20) TO (30);
-- The bounds of its only partition change.
CREATE TABLE app.moved (id integer NOT NULL, size integer) PARTITION BY RANGE (id);
CREATE TABLE app.moved_a PARTITION OF app.moved FOR VALUES FROM (0) TO (10);
-- One stays, one leaves, the bounds of one change, one comes.
CREATE TABLE app.some (id integer NOT NULL, size integer) PARTITION BY RANGE (id);
CREATE TABLE app.some_stays PARTITION OF app.some FOR VALUES FROM (0) TO (10);
CREATE TABLE app.some_leaves PARTITION OF app.some FOR VALUES FROM (10) TO (20);
CREATE TABLE app.some_moves PARTITION OF app.some FOR VALUES FROM (20) TO (30);
