CREATE SCHEMA app;
CREATE DOMAIN app.code AS integer NOT NULL;
CREATE DOMAIN app.size AS integer CONSTRAINT sized NOT NULL;
CREATE TABLE app.t (c app.code, s app.size);
