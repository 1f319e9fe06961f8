CREATE SCHEMA app;
CREATE EXTENSION btree_gist WITH SCHEMA app;
CREATE TABLE app.a (id integer NOT NULL, valid tsrange NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id, valid));
CREATE TABLE app.b (a_id integer, valid tsrange);
