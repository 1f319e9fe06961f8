CREATE SCHEMA app;
CREATE TABLE app.t (a integer PRIMARY KEY, b text DEFAULT 'x', c date, CHECK (a > 0));
CREATE VIEW app.v AS SELECT b, a FROM app.t;
