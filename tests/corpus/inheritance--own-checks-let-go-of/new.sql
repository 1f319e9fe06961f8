CREATE SCHEMA app;
CREATE TABLE app.p (id integer);
CREATE TABLE app.k () INHERITS (app.p);
CREATE TABLE app.g (CONSTRAINT c CHECK (id > 0)) INHERITS (app.k);
CREATE TABLE app.q (id integer, CONSTRAINT b CHECK (id > 0));
CREATE TABLE app.named (CONSTRAINT b CHECK (id > 0)) INHERITS (app.q);
CREATE TABLE app.w (id integer);
CREATE TABLE app.mine (n text) INHERITS (app.w);
