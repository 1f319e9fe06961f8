CREATE SCHEMA app;
CREATE TYPE app.state AS ENUM ('old', 'new', 'newer');
CREATE TABLE app.p (id integer NOT NULL, size bigint DEFAULT 1, state app.state);
CREATE TABLE app.c (own text) INHERITS (app.p);
CREATE TABLE app.g () INHERITS (app.c);
CREATE INDEX c_size_idx ON app.c (size);
CREATE VIEW app.v AS SELECT size FROM app.g;
