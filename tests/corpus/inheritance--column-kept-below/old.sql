CREATE SCHEMA app;
CREATE TABLE app.p (id integer NOT NULL, x text, CONSTRAINT x_filled CHECK (x <> ''));
CREATE TABLE app.c (x text, CONSTRAINT x_filled CHECK (x <> '')) INHERITS (app.p);
CREATE TABLE app.g () INHERITS (app.c);
CREATE TABLE app.d () INHERITS (app.p);
