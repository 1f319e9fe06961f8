CREATE SCHEMA app;
CREATE TABLE app.parts (id integer, size integer) PARTITION BY RANGE (id);
CREATE TABLE app.part_10 PARTITION OF app.parts FOR VALUES FROM (0) TO (10);
CREATE TABLE app.part_20 PARTITION OF app.parts FOR VALUES FROM (10) TO (20);
