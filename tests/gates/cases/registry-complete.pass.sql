CREATE TABLE app.t (id int) PARTITION BY LIST (id);
CREATE TABLE app.t_1 PARTITION OF app.t FOR VALUES IN (1);
COMMENT ON TABLE app.t IS 'Write to x@truth.org. @class truth.';
