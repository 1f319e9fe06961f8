CREATE SCHEMA app;
CREATE TABLE app.p (id integer NOT NULL, whole text, kept text, shared text);
CREATE TABLE app.q (shared text);
CREATE TABLE app.c () INHERITS (app.p);
CREATE TABLE app.d (kept text) INHERITS (app.p);
CREATE TABLE app.e () INHERITS (app.p, app.q);
