CREATE SCHEMA app;
CREATE TABLE app.t (c date, b text DEFAULT 'x', a integer PRIMARY KEY, CHECK (a > 0));
CREATE VIEW app.v AS SELECT b, a FROM app.t;
