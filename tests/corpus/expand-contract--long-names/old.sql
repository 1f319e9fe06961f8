CREATE SCHEMA "My app";
CREATE TABLE "My app".ttttttttttttttttttttttttttttttääääääääääääääää (
  -- expand-contract: column "My app".ttttttttttttttttttttttttttttttääääääääääääääää.ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
  ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc integer NOT NULL,
  -- expand-contract: column "My app".ttttttttttttttttttttttttttttttääääääääääääääää."Second one"
  "Second one" integer DEFAULT 3 UNIQUE DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii ON "My app".ttttttttttttttttttttttttttttttääääääääääääääää (ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc);
ALTER TABLE "My app".ttttttttttttttttttttttttttttttääääääääääääääää REPLICA IDENTITY USING INDEX iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii;
CREATE INDEX ON "My app".ttttttttttttttttttttttttttttttääääääääääääääää USING hash ("Second one");
