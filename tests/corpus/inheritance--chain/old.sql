CREATE SCHEMA app;
CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE app.t (id integer GENERATED ALWAYS AS IDENTITY, a text, gone text);
CREATE TABLE app.m (b text) INHERITS (app.t);
CREATE TABLE app.z (c text) INHERITS (app.m);
