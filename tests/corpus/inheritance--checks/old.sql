CREATE SCHEMA app;
CREATE TABLE app.p (id integer, size integer, CONSTRAINT gone CHECK (size < 100), CONSTRAINT changed CHECK (id > 0), CONSTRAINT named CHECK (size <> 3), CONSTRAINT here CHECK (size <> 9) NO INHERIT);
CREATE TABLE app.c () INHERITS (app.p);
CREATE TABLE app.g (CONSTRAINT own CHECK (size <> 7)) INHERITS (app.c);
