// A schema with every modelled kind and most properties, in SQL that all supported majors understand.
export const everything = `
CREATE SCHEMA app;
CREATE TYPE app."Status" AS ENUM ('new', 'it''s', 'done');
CREATE DOMAIN app.label AS text COLLATE "C" DEFAULT 'none' NOT NULL CONSTRAINT label_length CHECK (length(VALUE) > 0);
CREATE TYPE app.pair AS (a integer, "B" text COLLATE "C");
CREATE SEQUENCE app.numbers AS smallint INCREMENT BY -2 CYCLE;
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE FUNCTION app.total(a integer, VARIADIC rest integer[] DEFAULT '{}') RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a::bigint';
CREATE PROCEDURE app.work(INOUT x integer) LANGUAGE plpgsql AS 'begin x := 1; end';
CREATE TABLE app.customers (
  id integer GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 2) PRIMARY KEY,
  status app."Status" NOT NULL DEFAULT 'new',
  label app.label,
  pair app.pair,
  serial serial,
  doubled integer GENERATED ALWAYS AS (app.total(1)::integer * 2) STORED,
  note text COLLATE "C",
  at timestamptz DEFAULT '2020-01-01 00:00:00+00',
  "during" interval DEFAULT '1 day 02:00:00',
  raw bytea DEFAULT '\\x00ff',
  ratio double precision DEFAULT 0.1,
  CONSTRAINT unique_note UNIQUE (note) WITH (fillfactor=70),
  CONSTRAINT no_empty CHECK (note <> '') NO INHERIT,
  CONSTRAINT no_overlap EXCLUDE USING gist (int4range(id, id + 1) WITH &&) WHERE (id > 0) DEFERRABLE INITIALLY DEFERRED
) WITH (fillfactor=80, toast.autovacuum_enabled=false);
ALTER TABLE app.customers ALTER note SET STORAGE external, ALTER note SET STATISTICS 300, ALTER note SET (n_distinct=-0.5);
CREATE UNLOGGED TABLE app.orders (customer integer CONSTRAINT of_customer REFERENCES app.customers ON DELETE CASCADE DEFERRABLE);
ALTER TABLE app.orders ADD CONSTRAINT positive CHECK (customer > 0) NOT VALID;
CREATE UNIQUE INDEX "Odd Index" ON app.customers (lower(note) DESC NULLS LAST, at) INCLUDE (id) WITH (fillfactor=60) WHERE note IS NOT NULL;
ALTER INDEX app."Odd Index" ALTER COLUMN 1 SET STATISTICS 50;
ALTER TABLE app.customers CLUSTER ON unique_note;
CREATE UNIQUE INDEX identity_index ON app.customers (status, id);
ALTER TABLE app.customers REPLICA IDENTITY USING INDEX identity_index;
CREATE VIEW app.names WITH (security_barrier) AS SELECT id, note AS name FROM app.customers WHERE note <> '' WITH LOCAL CHECK OPTION;
ALTER VIEW app.names ALTER COLUMN name SET DEFAULT 'x';
CREATE MATERIALIZED VIEW app.counts AS SELECT status, count(*) AS n FROM app.customers GROUP BY status WITH NO DATA;
CREATE INDEX counts_n ON app.counts (n);
CREATE TRIGGER touch BEFORE UPDATE OF note ON app.customers FOR EACH ROW WHEN (old.note IS DISTINCT FROM new.note) EXECUTE FUNCTION app.touch('a');
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON app.customers DEFERRABLE FOR EACH ROW EXECUTE FUNCTION app.touch();
ALTER TABLE app.customers DISABLE TRIGGER touch;
ALTER TABLE app.customers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON app.customers AS RESTRICTIVE FOR UPDATE TO catalog_reader USING (id > 0) WITH CHECK (note <> '');
GRANT SELECT (note), UPDATE (note) ON app.customers TO catalog_reader;
GRANT SELECT ON app.names TO catalog_reader WITH GRANT OPTION;
GRANT SELECT (id) ON app.customers TO catalog_reader;
GRANT USAGE ON SEQUENCE app.customers_id_seq TO catalog_reader;
REVOKE EXECUTE ON FUNCTION app.touch() FROM PUBLIC;
COMMENT ON COLUMN app.customers.id IS 'the column';
COMMENT ON SEQUENCE app.customers_id_seq IS 'the sequence behind it';
COMMENT ON COLUMN app.names.name IS 'of a view';
COMMENT ON CONSTRAINT label_length ON DOMAIN app.label IS 'of a domain';
COMMENT ON TRIGGER touch ON app.customers IS 'of a trigger';
COMMENT ON FUNCTION app.total(integer, integer[]) IS 'of a function';
CREATE TYPE app.span AS RANGE (SUBTYPE = integer);
CREATE COLLATION app.plain (LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
CREATE AGGREGATE app.sum_of (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE FUNCTION app.same(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a = b';
CREATE OPERATOR app.=== (FUNCTION = app.same, LEFTARG = text, RIGHTARG = text, COMMUTATOR = OPERATOR(app.===));
CREATE OPERATOR FAMILY app.texts USING hash;
CREATE OPERATOR CLASS app.text_ops FOR TYPE text USING hash FAMILY app.texts AS OPERATOR 1 app.===, FUNCTION 1 hashtext(text);
CREATE CONVERSION app.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TEXT SEARCH PARSER app.parser (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE app.template (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY app.words (TEMPLATE = simple, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION app.search (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION app.search ADD MAPPING FOR asciiword, word WITH app.words, simple;
CREATE TABLE app.events (id integer, at date, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE app.events_old (id integer, at date, PRIMARY KEY (at, id));
ALTER TABLE app.events ATTACH PARTITION app.events_old FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE STATISTICS app.together ON id, at FROM app.events_old;
CREATE RULE never AS ON DELETE TO app.events DO INSTEAD NOTHING;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO catalog_reader;
CREATE CAST (app.span AS text) WITH INOUT;
CREATE TRUSTED LANGUAGE plmine HANDLER plpgsql_call_handler;
CREATE TRANSFORM FOR app.span LANGUAGE plmine (FROM SQL WITH FUNCTION prsd_lextype(internal));
CREATE FOREIGN DATA WRAPPER nothing;
CREATE SERVER nowhere FOREIGN DATA WRAPPER nothing;
CREATE PUBLICATION changes FOR TABLE app.customers;
CREATE FUNCTION app.watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
CREATE EVENT TRIGGER watch ON sql_drop EXECUTE FUNCTION app.watch();
`;
