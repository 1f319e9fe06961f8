-- Names that need quotes, are keywords, hold other alphabets, or fill all 63 bytes.
CREATE SCHEMA "Weird ""Name""";
CREATE SCHEMA "select";
CREATE TYPE "Weird ""Name"""."type" AS ENUM ('', 'it''s', 'a "b"', E'back\\slash', 'Größe', ' ');
CREATE DOMAIN "select"."domain" AS "Weird ""Name"""."type" DEFAULT 'Größe' CONSTRAINT "check" CHECK (VALUE <> '');
CREATE SEQUENCE "Weird ""Name"""."seq.with.dots" AS smallint INCREMENT BY -3 MINVALUE -300 MAXVALUE -1 START WITH -3 CYCLE;
CREATE TABLE "Weird ""Name"""."table" (
  "order" integer CONSTRAINT "primary" PRIMARY KEY,
  "größe in °C" numeric(5, 1) DEFAULT 36.6,
  "日本語" text,
  "a""b" "Weird ""Name"""."type"[],
  " leading" "select"."domain",
  "dot.ted" integer DEFAULT nextval('"Weird ""Name"""."seq.with.dots"'),
  "CamelCase" integer,
  "user" name DEFAULT CURRENT_USER,
  "%percent" text DEFAULT '%s %I %L',
  "$1" integer,
  "semi;colon" integer,
  "-- comment" integer,
  "/* comment */" integer,
  CONSTRAINT "größer als 'null'" CHECK ("order" > 0 AND "größe in °C" IS DISTINCT FROM 0),
  UNIQUE ("CamelCase", "$1")
);
CREATE TABLE "select".ééééééééééééééééééééééééééééééé_ (
  ààààààààààààààààààààààààààààààà_ integer PRIMARY KEY,
  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb integer UNIQUE CHECK (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb > 0),
  "order" integer REFERENCES "Weird ""Name"""."table" ON DELETE CASCADE,
  serial_column serial
);
CREATE INDEX "index" ON "Weird ""Name"""."table" ("%percent" DESC NULLS LAST, lower("日本語")) INCLUDE ("semi;colon") WHERE "-- comment" IS NOT NULL;
CREATE INDEX ON "select".ééééééééééééééééééééééééééééééé_ (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, "order");
CREATE FUNCTION "Weird ""Name"""."function"("in" integer, INOUT "out" text DEFAULT 'a''b', "va riadic" "select"."domain" DEFAULT NULL)
  LANGUAGE sql AS $body$ SELECT "out" || $q$ '$body' $q$ $body$;
CREATE PROCEDURE "select"."call"("table" "Weird ""Name"""."table") LANGUAGE plpgsql AS $$ begin raise notice '%', "table"."order"; end $$;
CREATE VIEW "select"."view" AS SELECT t."order" AS "select", t."a""b"[1] AS "from", (t.*)::text AS "where" FROM "Weird ""Name"""."table" AS t;
CREATE MATERIALIZED VIEW "select"."Materialized" AS SELECT "select" AS "group" FROM "select"."view" WITH NO DATA;
CREATE FUNCTION "select"."trigger"() RETURNS trigger LANGUAGE plpgsql AS $$ begin return new; end $$;
CREATE TRIGGER "after" BEFORE UPDATE OF "order", "a""b" ON "Weird ""Name"""."table" FOR EACH ROW
  WHEN (old."größe in °C" IS DISTINCT FROM new."größe in °C") EXECUTE FUNCTION "select"."trigger"('it''s', E'a\\b', '"');
ALTER TABLE "Weird ""Name"""."table" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "to public" ON "Weird ""Name"""."table" FOR UPDATE TO PUBLIC USING ("user" = CURRENT_USER) WITH CHECK (true);
CREATE RULE "_RULE" AS ON DELETE TO "select"."view" DO INSTEAD NOTHING;
CREATE STATISTICS "Weird ""Name"""."stat istics" (ndistinct, mcv) ON "order", "CamelCase" FROM "Weird ""Name"""."table";
COMMENT ON TABLE "Weird ""Name"""."table" IS E'line\nbreak \\ and ''quote'' and $$';
COMMENT ON COLUMN "Weird ""Name"""."table"."a""b" IS '-- no comment';
COMMENT ON CONSTRAINT "größer als 'null'" ON "Weird ""Name"""."table" IS '日本語';
COMMENT ON TRIGGER "after" ON "Weird ""Name"""."table" IS 'after';
COMMENT ON FUNCTION "Weird ""Name"""."function"(integer, text, "select"."domain") IS 'function';
GRANT SELECT ("order", "a""b"), UPDATE ("日本語") ON "Weird ""Name"""."table" TO PUBLIC;
GRANT USAGE ON TYPE "Weird ""Name"""."type" TO "Strange ""Role""";
