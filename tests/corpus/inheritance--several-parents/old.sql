CREATE SCHEMA app;
CREATE TABLE app.b (id integer NOT NULL, b text, CONSTRAINT id_positive CHECK (id > 0));
CREATE TABLE app.a (id integer NOT NULL, a text DEFAULT 'a', CONSTRAINT id_positive CHECK (id > 0));
