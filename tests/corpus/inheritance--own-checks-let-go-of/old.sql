CREATE SCHEMA app;
CREATE TABLE app.p (id integer, n integer, CONSTRAINT c CHECK (n > 0));
CREATE TABLE app.k () INHERITS (app.p);
CREATE TABLE app.g (CONSTRAINT c CHECK (n > 0)) INHERITS (app.k);
CREATE TABLE app.q (id integer, CONSTRAINT a CHECK (id > 0));
CREATE TABLE app.named (CONSTRAINT a CHECK (id > 0), CONSTRAINT b CHECK (id > 0)) INHERITS (app.q);
CREATE TABLE app.w (id integer, n integer, CONSTRAINT c CHECK (n > 0));
CREATE TABLE app.mine (n integer) INHERITS (app.w);
