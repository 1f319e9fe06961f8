-- rename: index app.t_lower -> app.t_name
-- rename: constraint app.t.t_key -> app.t.t_pkey
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, name text);
CREATE INDEX t_name ON app.t (lower(name));
CREATE TABLE app.u (id integer REFERENCES app.t (id));
