-- rename: constraint app.t.t_b_new -> app.t.t_b
CREATE SCHEMA app;
CREATE TABLE app.t (
  a integer,
  b text,
  CONSTRAINT t_a CHECK (a > 0),
  CONSTRAINT t_b CHECK (b <> ''),
  CONSTRAINT t_c CHECK (a < 10) NO INHERIT,
  CONSTRAINT t_gone CHECK (b IS NOT NULL)
);
