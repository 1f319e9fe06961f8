CREATE SCHEMA app;
CREATE TABLE app.a (id integer NOT NULL, code text NOT NULL, CONSTRAINT a_code UNIQUE (code), CONSTRAINT a_id PRIMARY KEY (id));
CREATE TABLE app.b (code text CONSTRAINT b_code REFERENCES app.a (code));
