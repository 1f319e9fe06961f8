CREATE SCHEMA app;
CREATE EXTENSION btree_gist WITH SCHEMA app;
CREATE TABLE app.a (id integer NOT NULL, valid tsrange NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id, valid WITHOUT OVERLAPS));
CREATE TABLE app.b (
  a_id integer,
  valid tsrange,
  CONSTRAINT b_a FOREIGN KEY (a_id, PERIOD valid) REFERENCES app.a (id, PERIOD valid)
);
