-- rename: constraint app.t.t_b -> app.t.t_b_new
CREATE SCHEMA app;
CREATE TABLE app.t (
  a integer,
  b text,
  CONSTRAINT t_a CHECK (a > 1 OR b ~ '^[a-z]+$'),
  CONSTRAINT t_b_new CHECK (b <> ''),
  CONSTRAINT t_c CHECK (a < 10),
  CHECK (a IS NOT NULL)
);
