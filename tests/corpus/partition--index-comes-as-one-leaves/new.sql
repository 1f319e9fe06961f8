CREATE SCHEMA app;
CREATE TABLE app.parts (id integer, size integer) PARTITION BY RANGE (id);
CREATE TABLE app.part_20 PARTITION OF app.parts FOR VALUES FROM (10) TO (20);
CREATE TABLE app.part_30 PARTITION OF app.parts FOR VALUES FROM (20) TO (30);
CREATE INDEX parts_size ON app.parts (size);
