CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, parent integer);
CREATE RECURSIVE VIEW app.tree (id, depth) AS
  SELECT id, 1 FROM app.t WHERE parent IS NULL
  UNION ALL
  SELECT t.id, tree.depth + 1 FROM app.t JOIN tree ON t.parent = tree.id;
CREATE FUNCTION app.depth_of(wanted integer) RETURNS integer LANGUAGE sql STABLE
  BEGIN ATOMIC SELECT depth FROM app.tree WHERE id = wanted; END;
CREATE VIEW app.depths AS SELECT id, app.depth_of(id) AS depth FROM app.t;
CREATE FUNCTION app.deepest() RETURNS integer LANGUAGE sql STABLE
  BEGIN ATOMIC SELECT max(depth) FROM app.depths; END;
ALTER TABLE app.t ADD CONSTRAINT t_depth CHECK (app.depth_of(id) IS NULL OR app.depth_of(id) < 100);
