-- majors: 18
-- What came with Postgres 18: temporal keys, virtual columns, NOT ENFORCED, named NOT NULL, OLD and NEW in RETURNING.
CREATE SCHEMA app;
CREATE TYPE app.shape AS (a integer);
CREATE TABLE app.rooms (id int4range, during daterange, price numeric, PRIMARY KEY (id, during WITHOUT OVERLAPS), CONSTRAINT "once only" UNIQUE (id, during WITHOUT OVERLAPS) DEFERRABLE);
CREATE TABLE app.bookings (room int4range, during daterange, guest text, FOREIGN KEY (room, PERIOD during) REFERENCES app.rooms (id, PERIOD during));
CREATE TABLE app.t (
  id integer CONSTRAINT "given id" NOT NULL NO INHERIT,
  a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL, c text GENERATED ALWAYS AS (a::text) STORED, d integer GENERATED ALWAYS AS (CASE WHEN a > 1 THEN a END),
  CONSTRAINT unenforced CHECK (a > 100) NOT ENFORCED, CONSTRAINT enforced CHECK (a > 1),
  NOT NULL a
);
ALTER TABLE app.t ADD CONSTRAINT later NOT NULL c NOT VALID;
CREATE TABLE app.u (id integer PRIMARY KEY, t integer CONSTRAINT loose REFERENCES app.u NOT ENFORCED);
CREATE FUNCTION app.changed() RETURNS TABLE (was integer, is_now integer) LANGUAGE sql BEGIN ATOMIC UPDATE app.u SET t = 1 RETURNING WITH (OLD AS o, NEW AS n) o.t, n.t; END;
CREATE VIEW app.v AS SELECT uuidv7() AS u, casefold('A'), b FROM app.t;
CREATE INDEX u_parallel ON app.u USING gin ((ARRAY[t]));
COMMENT ON CONSTRAINT "given id" ON app.t IS 'given';
