CREATE SCHEMA app;
CREATE TABLE app.one (id int NOT NULL, k int NOT NULL, PRIMARY KEY (id, k)) PARTITION BY RANGE (k);
CREATE TABLE app.one_a PARTITION OF app.one FOR VALUES FROM (0) TO (10);
CREATE TABLE app.one_b PARTITION OF app.one FOR VALUES FROM (10) TO (20);
CREATE TABLE app.one_user (id int, k int, FOREIGN KEY (id, k) REFERENCES app.one (id, k));
-- The name stays.
CREATE TABLE app.named (id int NOT NULL, k int NOT NULL, CONSTRAINT named_key PRIMARY KEY (id, k)) PARTITION BY RANGE (k);
CREATE TABLE app.named_a PARTITION OF app.named FOR VALUES FROM (0) TO (10);
CREATE TABLE app.named_user (id int, k int, FOREIGN KEY (id, k) REFERENCES app.named (id, k));
-- Bounds change at once.
CREATE TABLE app.moved (id int NOT NULL, k int NOT NULL, PRIMARY KEY (id, k)) PARTITION BY LIST (k);
CREATE TABLE app.moved_a PARTITION OF app.moved FOR VALUES IN (1, 2);
CREATE TABLE app.moved_b PARTITION OF app.moved FOR VALUES IN (3);
CREATE TABLE app.moved_user (id int, k int, FOREIGN KEY (id, k) REFERENCES app.moved (id, k));
-- Partitions below partitions.
CREATE TABLE app.deep (id int NOT NULL, k int NOT NULL, PRIMARY KEY (id, k)) PARTITION BY LIST (k);
CREATE TABLE app.deep_1 PARTITION OF app.deep FOR VALUES IN (1) PARTITION BY RANGE (id);
CREATE TABLE app.deep_11 PARTITION OF app.deep_1 FOR VALUES FROM (0) TO (10);
CREATE TABLE app.deep_user (id int, k int, FOREIGN KEY (id, k) REFERENCES app.deep (id, k));
-- The table refers to itself, and a table becomes its partition.
CREATE TABLE app.self (id int NOT NULL, k int NOT NULL, up int, PRIMARY KEY (id, k), FOREIGN KEY (up, k) REFERENCES app.self (id, k)) PARTITION BY LIST (k);
CREATE TABLE app.self_1 PARTITION OF app.self FOR VALUES IN (1);
CREATE TABLE app.self_2 (id int NOT NULL, k int NOT NULL, up int, PRIMARY KEY (id, k));
-- What refers to it now refers to a table that takes it as a partition.
CREATE TABLE app.part (id int NOT NULL PRIMARY KEY);
CREATE TABLE app.part_user (id int, CONSTRAINT part_user_key FOREIGN KEY (id) REFERENCES app.part (id));
-- Two that refer to each other.
CREATE TABLE app.left (id int PRIMARY KEY, other int) PARTITION BY RANGE (id);
CREATE TABLE app.left_a PARTITION OF app.left FOR VALUES FROM (0) TO (10);
CREATE TABLE app.right (id int PRIMARY KEY, other int REFERENCES app.left (id)) PARTITION BY RANGE (id);
CREATE TABLE app.right_a PARTITION OF app.right FOR VALUES FROM (0) TO (10);
ALTER TABLE app.left ADD CONSTRAINT left_other FOREIGN KEY (other) REFERENCES app.right (id);
CREATE TABLE app.left_b (id int PRIMARY KEY, other int);
CREATE TABLE app.right_b (id int PRIMARY KEY, other int);
-- A partition that leaves keeps the foreign key of a table that refers to itself.
CREATE TABLE app.own (id int PRIMARY KEY, up int, CONSTRAINT own_up FOREIGN KEY (up) REFERENCES app.own (id)) PARTITION BY RANGE (id);
CREATE TABLE app.own_1 PARTITION OF app.own FOR VALUES FROM (0) TO (10);
CREATE TABLE app.own_2 PARTITION OF app.own FOR VALUES FROM (10) TO (20);
CREATE TABLE app.other (id int PRIMARY KEY, up int, CONSTRAINT other_up FOREIGN KEY (up) REFERENCES app.own (id)) PARTITION BY RANGE (id);
CREATE TABLE app.other_1 PARTITION OF app.other FOR VALUES FROM (0) TO (10);
CREATE TABLE app.other_2 PARTITION OF app.other FOR VALUES FROM (10) TO (20);
