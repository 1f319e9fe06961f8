CREATE SCHEMA app;
-- rename: table app.top -> app.p
CREATE TABLE app.p (
  id integer,
  -- rename: column app.p.will -> app.p.was
  was text,
  CONSTRAINT was_filled CHECK (was <> '')
);
-- rename: table app.below -> app.c
CREATE TABLE app.c (own text) INHERITS (app.p);
CREATE INDEX c_idx ON app.c (was);
