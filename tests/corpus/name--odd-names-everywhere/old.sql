CREATE SCHEMA "My Schema.v1";
CREATE TYPE "My Schema.v1"."Order" AS ENUM ('A b', 'it''s', 'c,d');
CREATE TABLE "My Schema.v1"."select" (
  "Id" integer GENERATED ALWAYS AS IDENTITY,
  "from.where" "My Schema.v1"."Order" NOT NULL DEFAULT 'A b',
  "say ""hi""" text,
  "größe" integer,
  CONSTRAINT "Primary.Key" PRIMARY KEY ("Id"),
  CONSTRAINT "check it" CHECK ("größe" > 0)
);
CREATE INDEX "Index.of ""x""" ON "My Schema.v1"."select" ("from.where", lower("say ""hi""")) WHERE "größe" > 1;
CREATE VIEW "My Schema.v1"."View" AS SELECT "Id", "say ""hi""" AS "group" FROM "My Schema.v1"."select";
