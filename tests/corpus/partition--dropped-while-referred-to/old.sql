CREATE SCHEMA app;
-- A partition goes, the foreign key stays.
CREATE TABLE app.one (k int PRIMARY KEY, note text) PARTITION BY LIST (k);
CREATE TABLE app.one_1 PARTITION OF app.one FOR VALUES IN (1);
CREATE TABLE app.one_2 PARTITION OF app.one FOR VALUES IN (2);
CREATE TABLE app.one_user (id int PRIMARY KEY, k int REFERENCES app.one (k));
-- So it does two levels below, and with a partition that has partitions.
CREATE TABLE app.deep (a int, b int, PRIMARY KEY (a, b)) PARTITION BY LIST (a);
CREATE TABLE app.deep_1 PARTITION OF app.deep FOR VALUES IN (1) PARTITION BY LIST (b);
CREATE TABLE app.deep_11 PARTITION OF app.deep_1 FOR VALUES IN (1);
CREATE TABLE app.deep_12 PARTITION OF app.deep_1 FOR VALUES IN (2);
CREATE TABLE app.deep_2 PARTITION OF app.deep FOR VALUES IN (2) PARTITION BY LIST (b);
CREATE TABLE app.deep_21 PARTITION OF app.deep_2 FOR VALUES IN (1);
CREATE TABLE app.deep_user (id int PRIMARY KEY, a int, b int, FOREIGN KEY (a, b) REFERENCES app.deep (a, b));
-- The foreign key goes, too.
CREATE TABLE app.gone (k int PRIMARY KEY) PARTITION BY LIST (k);
CREATE TABLE app.gone_1 PARTITION OF app.gone FOR VALUES IN (1);
CREATE TABLE app.gone_2 PARTITION OF app.gone FOR VALUES IN (2);
CREATE TABLE app.gone_user (id int PRIMARY KEY, k int REFERENCES app.gone (k));
-- The foreign key changes.
CREATE TABLE app.other (k int PRIMARY KEY) PARTITION BY LIST (k);
CREATE TABLE app.other_1 PARTITION OF app.other FOR VALUES IN (1);
CREATE TABLE app.other_2 PARTITION OF app.other FOR VALUES IN (2);
CREATE TABLE app.other_user (id int PRIMARY KEY, k int REFERENCES app.other (k));
-- The table refers to itself.
CREATE TABLE app.self (k int PRIMARY KEY, up int REFERENCES app.self (k)) PARTITION BY LIST (k);
CREATE TABLE app.self_1 PARTITION OF app.self FOR VALUES IN (1);
CREATE TABLE app.self_2 PARTITION OF app.self FOR VALUES IN (2);
-- A whole tree goes with what refers to it.
CREATE TABLE app.tree (k int PRIMARY KEY) PARTITION BY LIST (k);
CREATE TABLE app.tree_1 PARTITION OF app.tree FOR VALUES IN (1);
CREATE TABLE app.tree_user (id int PRIMARY KEY, k int REFERENCES app.tree (k));
-- The tree goes, what refers to it stays.
CREATE TABLE app.left (k int PRIMARY KEY) PARTITION BY LIST (k);
CREATE TABLE app.left_1 PARTITION OF app.left FOR VALUES IN (1);
CREATE TABLE app.left_user (id int PRIMARY KEY, k int REFERENCES app.left (k));
-- The default partition goes, and another comes in its place.
CREATE TABLE app.rest (k int PRIMARY KEY) PARTITION BY LIST (k);
CREATE TABLE app.rest_default PARTITION OF app.rest DEFAULT;
CREATE TABLE app.rest_user (id int PRIMARY KEY, k int REFERENCES app.rest (k));
-- What refers to it is partitioned, too.
CREATE TABLE app.many (k int PRIMARY KEY) PARTITION BY LIST (k);
CREATE TABLE app.many_2 PARTITION OF app.many FOR VALUES IN (2);
CREATE TABLE app.many_user (id int PRIMARY KEY, k int REFERENCES app.many (k)) PARTITION BY RANGE (id);
CREATE TABLE app.many_user_a PARTITION OF app.many_user FOR VALUES FROM (0) TO (10);
CREATE TABLE app.many_1 PARTITION OF app.many FOR VALUES IN (1);
-- A partition that refers to a partitioned table itself.
CREATE TABLE app.referred (k int PRIMARY KEY) PARTITION BY LIST (k);
CREATE TABLE app.referred_2 PARTITION OF app.referred FOR VALUES IN (2);
CREATE TABLE app.refers (id int PRIMARY KEY, k int REFERENCES app.referred (k)) PARTITION BY RANGE (id);
CREATE TABLE app.refers_a PARTITION OF app.refers FOR VALUES FROM (0) TO (10);
CREATE TABLE app.refers_user (id int PRIMARY KEY REFERENCES app.refers (id));
CREATE TABLE app.refers_b PARTITION OF app.refers FOR VALUES FROM (10) TO (20);
