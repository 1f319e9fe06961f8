CREATE SCHEMA app;
CREATE DOMAIN app.label AS text NOT NULL CONSTRAINT label_length CHECK (length(VALUE) > 1);
CREATE TABLE app.t (id integer PRIMARY KEY, label app.label);
