CREATE SCHEMA app;
-- rename: table app.p -> app.top
CREATE TABLE app.top (
  id integer,
  -- rename: column app.top.was -> app.top.will
  will text,
  CONSTRAINT was_filled CHECK (will <> '')
);
-- rename: table app.c -> app.below
CREATE TABLE app.below (own text) INHERITS (app.top);
CREATE INDEX c_idx ON app.below (will);
