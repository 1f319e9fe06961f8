-- Tables, constraints and sequences with odd options.
CREATE SCHEMA app;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT, INSERT ON TABLES TO "Strange ""Role""" WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
CREATE SEQUENCE app.odd AS integer INCREMENT 7 MINVALUE -5 MAXVALUE 1000 START 2 CACHE 9 NO CYCLE;
CREATE UNLOGGED TABLE app.unlogged (id smallserial, big bigserial NOT NULL, PRIMARY KEY (big, id)) WITH (fillfactor = 50, autovacuum_enabled = false, toast.autovacuum_vacuum_threshold = 99);
CREATE TABLE app.parent (a integer, b text, c date, PRIMARY KEY (a, b), UNIQUE (b, a) DEFERRABLE INITIALLY IMMEDIATE, CONSTRAINT one UNIQUE (c) INCLUDE (a) WITH (fillfactor = 60));
CREATE TABLE app.child (
  id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME app."Child Numbers" MINVALUE 0 START 0),
  a integer, b text, self integer UNIQUE, other integer UNIQUE DEFERRABLE INITIALLY DEFERRED,
  number integer DEFAULT nextval('app.odd'::regclass) CONSTRAINT not_zero CHECK (number <> 0) NO INHERIT,
  "limit" integer NOT NULL DEFAULT 3,
  upper_b text GENERATED ALWAYS AS (upper(b)) STORED,
  FOREIGN KEY (a, b) REFERENCES app.parent MATCH FULL ON UPDATE SET NULL ON DELETE SET DEFAULT DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT to_self FOREIGN KEY (self) REFERENCES app.child (self) ON DELETE NO ACTION NOT VALID,
  FOREIGN KEY (a, b) REFERENCES app.parent (a, b) ON DELETE RESTRICT
);
ALTER SEQUENCE app.odd OWNED BY app.child.number;
ALTER TABLE app.child ADD CONSTRAINT later CHECK ("limit" < 100) NOT VALID, ALTER COLUMN b SET STORAGE EXTERNAL, ALTER COLUMN b SET STATISTICS 0, ALTER COLUMN a SET (n_distinct = -0.5),
  REPLICA IDENTITY FULL, CLUSTER ON child_self_key;
ALTER TABLE app.parent REPLICA IDENTITY USING INDEX parent_pkey, CLUSTER ON one;
CREATE TABLE app.circle_a (id integer PRIMARY KEY, b integer);
CREATE TABLE app.circle_b (id integer PRIMARY KEY, a integer REFERENCES app.circle_a);
ALTER TABLE app.circle_a ADD FOREIGN KEY (b) REFERENCES app.circle_b;
CREATE TABLE app.nothing ();
CREATE TABLE app.one_of_each (LIKE app.child INCLUDING ALL EXCLUDING COMMENTS);
CREATE TABLE app.by_query (a, "B") AS SELECT a, b FROM app.parent WITH NO DATA;
CREATE TABLE app.rooms (room integer, during tsrange, spot point, EXCLUDE USING gist (during WITH &&), CONSTRAINT apart EXCLUDE USING gist (spot WITH ~=, during WITH &&) WITH (fillfactor = 70) WHERE (room > 0) DEFERRABLE,
  EXCLUDE USING btree (room WITH =), EXCLUDE USING hash ((room + 1) WITH =));
CREATE TABLE app.dropped (a integer, b integer, c integer, CHECK (a > c));
ALTER TABLE app.dropped DROP COLUMN b, ADD COLUMN d integer DEFAULT 4;
CREATE STATISTICS app.several ON a, c FROM app.dropped;
ALTER STATISTICS app.several SET STATISTICS 500;
CREATE INDEX ON app.child (a) WHERE a IS NOT NULL;
CREATE INDEX ON app.child (a) WHERE a IS NULL;
CREATE INDEX ON app.child USING btree (a ASC NULLS FIRST, b COLLATE "C" DESC NULLS LAST);
ALTER INDEX app.child_a_b_idx SET (fillfactor = 40);

COMMENT ON INDEX app.child_a_idx IS 'index';
COMMENT ON CONSTRAINT to_self ON app.child IS 'to self';
COMMENT ON SEQUENCE app."Child Numbers" IS 'numbers';
GRANT ALL ON app.parent TO "Strange ""Role""" WITH GRANT OPTION;
REVOKE DELETE, TRUNCATE ON app.parent FROM "Strange ""Role""";
REVOKE INSERT ON app.child FROM CURRENT_USER;
GRANT SELECT ON SEQUENCE app.odd TO PUBLIC;
