-- rename: column app.t.a -> app.t.b
-- rename: column app.t.c -> app.t.d
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, b text, d text);
