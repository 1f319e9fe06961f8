CREATE SCHEMA app;
CREATE TABLE app.a (org integer NOT NULL DEFAULT 1, id integer PRIMARY KEY);
CREATE TABLE app.b (org integer NOT NULL DEFAULT 1, id integer PRIMARY KEY, a_id integer REFERENCES app.a (id));
