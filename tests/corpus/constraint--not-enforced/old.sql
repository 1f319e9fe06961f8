CREATE SCHEMA app;
CREATE TABLE app.a (id integer PRIMARY KEY);
CREATE TABLE app.b (a_id integer CONSTRAINT b_a REFERENCES app.a (id), n integer CONSTRAINT b_n CHECK (n > 0));
