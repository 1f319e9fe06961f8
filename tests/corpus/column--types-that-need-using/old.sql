CREATE SCHEMA app;
CREATE TABLE app.t (
  id integer PRIMARY KEY,
  n text DEFAULT '7',
  d text,
  u text,
  b text DEFAULT 'true',
  j json,
  a text[] DEFAULT '{}'
);
