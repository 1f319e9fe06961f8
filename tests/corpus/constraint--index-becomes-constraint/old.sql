CREATE SCHEMA app;
CREATE TABLE app.a (id integer NOT NULL, code text NOT NULL);
CREATE UNIQUE INDEX a_code ON app.a (code);
CREATE UNIQUE INDEX a_id ON app.a (id);
CREATE TABLE app.b (code text CONSTRAINT b_code REFERENCES app.a (code));
