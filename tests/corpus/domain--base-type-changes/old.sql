CREATE SCHEMA app;
CREATE DOMAIN app.number AS integer CHECK (VALUE > 0);
CREATE TABLE app.t (id integer PRIMARY KEY, n app.number DEFAULT 1);
CREATE INDEX t_n ON app.t (n);
CREATE VIEW app.v AS SELECT id, n FROM app.t;
