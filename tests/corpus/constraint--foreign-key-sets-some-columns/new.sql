CREATE SCHEMA app;
CREATE TABLE app.a (x integer, y integer, PRIMARY KEY (x, y));
CREATE TABLE app.b (x integer NOT NULL, y integer DEFAULT 0, CONSTRAINT b_a FOREIGN KEY (x, y) REFERENCES app.a ON DELETE SET DEFAULT (y));
