CREATE SCHEMA app;
CREATE SCHEMA "Other";
CREATE TABLE app.z (id serial PRIMARY KEY, "Name" text COLLATE "C" DEFAULT 'n', made timestamptz NOT NULL DEFAULT now());
ALTER TABLE app.z ALTER COLUMN "Name" SET STORAGE EXTERNAL;
CREATE TABLE "Other"."Mid" (m integer CHECK (m > 0), PRIMARY KEY (id)) INHERITS (app.z);
CREATE TABLE app.a (own text, UNIQUE (id)) INHERITS ("Other"."Mid");
ALTER TABLE app.z ADD COLUMN below integer REFERENCES app.a (id);
CREATE VIEW app.v AS SELECT * FROM ONLY app.z;
CREATE FUNCTION app.count() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM app.z';
