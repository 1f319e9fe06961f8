CREATE SCHEMA "My Schema.v1";
CREATE TYPE "My Schema.v1"."Order" AS ENUM ('A b', 'it''s', '"new" \ one', 'c,d');
CREATE TABLE "My Schema.v1"."select" (
  "Id" bigint GENERATED ALWAYS AS IDENTITY,
  "from.where" "My Schema.v1"."Order" NOT NULL DEFAULT '"new" \ one',
  "say ""hi""" varchar(200) COLLATE "C",
  "größe" numeric(10, 2),
  "user" text DEFAULT 'a.b"c',
  CONSTRAINT "Primary.Key" PRIMARY KEY ("Id"),
  CONSTRAINT "check it" CHECK ("größe" > 0 AND "user" <> ''),
  CONSTRAINT "FK -> self" FOREIGN KEY ("Id") REFERENCES "My Schema.v1"."select" ("Id")
);
CREATE INDEX "Index.of ""x""" ON "My Schema.v1"."select" ("from.where", lower("say ""hi""")) WHERE "größe" > 1;
CREATE VIEW "My Schema.v1"."View" AS SELECT "Id", "say ""hi""" AS "group" FROM "My Schema.v1"."select";
CREATE TABLE "My Schema.v1"."a name of sixty-three bytes is the longest that Postgres will t" ("c" integer);
CREATE FUNCTION "My Schema.v1"."Do.It"("Arg 1" "My Schema.v1"."Order", "In" integer DEFAULT 1) RETURNS "My Schema.v1"."select"
  LANGUAGE sql AS $f$ SELECT * FROM "My Schema.v1"."select" $f$;
CREATE FUNCTION "My Schema.v1"."T"() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RETURN NEW; END $f$;
CREATE TRIGGER "Trig.ger" BEFORE UPDATE OF "from.where" ON "My Schema.v1"."select" FOR EACH ROW EXECUTE FUNCTION "My Schema.v1"."T"('a b');
ALTER TABLE "My Schema.v1"."select" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Pol, icy" ON "My Schema.v1"."select" TO "Odd ""Role"".x" USING ("Id" > 0);
GRANT SELECT ("Id", "größe") ON "My Schema.v1"."select" TO "Odd ""Role"".x";
GRANT USAGE ON SCHEMA "My Schema.v1" TO "Odd ""Role"".x";
COMMENT ON COLUMN "My Schema.v1"."select"."say ""hi""" IS 'Greets';
COMMENT ON TRIGGER "Trig.ger" ON "My Schema.v1"."select" IS 'Watches';
