-- rename: column app.t.b -> app.t.a
-- rename: column app.t.d -> app.t.c
CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a text, c text);
