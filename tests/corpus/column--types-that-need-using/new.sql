CREATE SCHEMA app;
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  n integer DEFAULT 8,
  d date,
  u uuid,
  b boolean DEFAULT true,
  j jsonb,
  a integer[] DEFAULT '{1}'
);
