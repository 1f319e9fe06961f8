CREATE SCHEMA app;
CREATE TABLE app.t (
  a integer NOT NULL, b text NOT NULL, c text,
  CONSTRAINT t_pkey PRIMARY KEY (a),
  CONSTRAINT t_b UNIQUE (b) INCLUDE (c) WITH (fillfactor = 80) DEFERRABLE
);
CREATE INDEX t_c ON app.t (lower(c)) WHERE c <> '';
