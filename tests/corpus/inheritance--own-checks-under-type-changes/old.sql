CREATE SCHEMA app;
CREATE TABLE app.p (id bigint NOT NULL, CONSTRAINT c CHECK (id > 1));
CREATE TABLE app.k (id bigint NOT NULL, x integer, CONSTRAINT c CHECK (id > 1)) INHERITS (app.p);
CREATE TABLE app.given (x integer) INHERITS (app.p);
CREATE TABLE app.g (id bigint NOT NULL, x integer, CONSTRAINT c CHECK (id > 1)) INHERITS (app.k);
CREATE TABLE app.q (id bigint NOT NULL, n text, CONSTRAINT c CHECK (id > 1), CONSTRAINT d CHECK (n <> ''));
CREATE TABLE app.both (id bigint NOT NULL, n text, CONSTRAINT c CHECK (id > 1), CONSTRAINT d CHECK (n <> '')) INHERITS (app.p, app.q);
CREATE TABLE app.below (id bigint NOT NULL, n text, CONSTRAINT c CHECK (id > 1), CONSTRAINT d CHECK (n <> '')) INHERITS (app.both);
