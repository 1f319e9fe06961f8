-- rename: index app.t_name -> app.t_lower
-- rename: constraint app.t.t_pkey -> app.t.t_key
CREATE SCHEMA app;
CREATE TABLE app.t (id integer CONSTRAINT t_key PRIMARY KEY, name text);
CREATE INDEX t_lower ON app.t (lower(name));
CREATE TABLE app.u (id integer REFERENCES app.t (id));
