CREATE SCHEMA app;
CREATE TABLE app.other (id integer);
CREATE TABLE app.p (id integer);
CREATE TABLE app.c (own text) INHERITS (app.p);
CREATE TABLE app.g () INHERITS (app.c);
CREATE TABLE app.mine (CONSTRAINT open CHECK (id > 0)) INHERITS (app.p);
ALTER TABLE app.p ADD CONSTRAINT open CHECK (id > 0) NOT VALID;
CREATE TABLE app.after () INHERITS (app.p);
ALTER TABLE app.c ADD CONSTRAINT below CHECK (id <> 7) NOT VALID;
