CREATE SCHEMA app;
CREATE TABLE app.p (id integer NOT NULL, CONSTRAINT c CHECK (id > 0));
CREATE TABLE app.k (id integer NOT NULL, x integer, CONSTRAINT c CHECK (id > 0)) INHERITS (app.p);
CREATE TABLE app.given (x integer) INHERITS (app.p);
CREATE TABLE app.g (id integer NOT NULL, x integer, CONSTRAINT c CHECK (id > 0)) INHERITS (app.k);
CREATE TABLE app.q (id integer NOT NULL, n integer, CONSTRAINT c CHECK (id > 0), CONSTRAINT d CHECK (n <> 0));
CREATE TABLE app.both (id integer NOT NULL, n integer, CONSTRAINT c CHECK (id > 0), CONSTRAINT d CHECK (n <> 0)) INHERITS (app.p, app.q);
CREATE TABLE app.below (id integer NOT NULL, n integer, CONSTRAINT c CHECK (id > 0), CONSTRAINT d CHECK (n <> 0)) INHERITS (app.both);
