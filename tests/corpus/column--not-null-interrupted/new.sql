CREATE SCHEMA app;
CREATE TABLE app.t (a text NOT NULL, b text NOT NULL);
