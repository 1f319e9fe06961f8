CREATE SCHEMA app;
CREATE DOMAIN app.code AS bigint NOT NULL;
CREATE DOMAIN app.size AS bigint CONSTRAINT sized NOT NULL;
CREATE TABLE app.t (c app.code, s app.size);
