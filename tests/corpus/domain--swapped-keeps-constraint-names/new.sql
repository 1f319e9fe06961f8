CREATE SCHEMA app;
CREATE DOMAIN app.label AS character varying(20) NOT NULL CONSTRAINT label_length CHECK (length(VALUE) > 1);
CREATE TABLE app.t (id integer PRIMARY KEY, label app.label);
