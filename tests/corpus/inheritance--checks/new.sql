CREATE SCHEMA app;
CREATE TABLE app.p (id integer, size integer, CONSTRAINT changed CHECK (id > 1), CONSTRAINT renamed CHECK (size <> 3), CONSTRAINT come CHECK (size > 0), CONSTRAINT only_here CHECK (size <> 8) NO INHERIT);
CREATE TABLE app.c (CONSTRAINT kept CHECK (size <> 5)) INHERITS (app.p);
CREATE TABLE app.g () INHERITS (app.c);
