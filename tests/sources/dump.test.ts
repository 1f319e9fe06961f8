import { expect, test } from "vitest";
import { connect } from "../../engine/postgres";
import { readCatalog } from "../../engine/sources/reader";
import { pgDumpSchema } from "../support/pgdump";
import { type Major, majors, sharedServer } from "../support/postgres";
import { load } from "./support";

const original = `
  CREATE ROLE dump_owner;
  CREATE ROLE dump_reader;
  CREATE SCHEMA app AUTHORIZATION dump_owner;
  CREATE EXTENSION citext SCHEMA app;
  COMMENT ON EXTENSION citext IS 'text without case';
  CREATE TYPE app.status AS ENUM ('a', 'b');
  CREATE TABLE app.t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, s app.status DEFAULT 'a', e app.citext, old int);
  ALTER TABLE app.t DROP COLUMN old;
  CREATE TABLE app."Odd "" name" (id serial PRIMARY KEY, t bigint REFERENCES app.t, CHECK (id > 0) NOT VALID);
  CREATE INDEX partial ON app.t (s) WHERE s = 'b';
  CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END; $$;
  CREATE FUNCTION app.atomic(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN n > 0 THEN 1 ELSE 2 END; END;
  CREATE FUNCTION app.broken() RETURNS int LANGUAGE sql AS 'SELECT 1';
  CREATE TRIGGER touch BEFORE UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.touch();
  CREATE VIEW app.v AS SELECT id, s FROM app.t;
  CREATE VIEW app.w AS SELECT * FROM app.v;
  CREATE MATERIALIZED VIEW app.m AS SELECT count(*) FROM app.w;
  ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;
  CREATE POLICY p ON app.t TO dump_reader USING (s = 'a');
  COMMENT ON COLUMN app.t.s IS 'it''s; a $$ status';
  ALTER TABLE app.t OWNER TO dump_owner;
  REVOKE DELETE ON app.t FROM dump_owner;
  REVOKE ALL ON FUNCTION app.touch() FROM PUBLIC;
  GRANT USAGE ON SCHEMA app TO dump_reader;
  GRANT SELECT ON app.t TO dump_reader WITH GRANT OPTION;
  GRANT UPDATE (s) ON app.t TO dump_reader;
  CREATE TABLE public.loose (a int);`;

test.each<Major>([...majors])(
  "what pg_dump writes of a Postgres %d is a source of the same schema",
  async (major) => {
    const server = await sharedServer(major);
    const target = await server.createDatabase();
    const client = await connect(target);
    try {
      await client.query(original);
      const dump = await pgDumpSchema(target);
      expect(dump).toContain("ALTER TABLE app.t OWNER TO dump_owner");
      const desired = await load({ "dump.sql": dump }, { major });
      expect(desired.declaredSchemas).toEqual(["app", "public"]);
      const live = await readCatalog(client, { scope: ["app", "public"], unsetOwner: "postgres" });
      const told = (catalog: typeof live) =>
        [...catalog.objects.values()]
          // What belongs to the superuser has no owner of its own, there and here.
          .filter(
            ({ kind, attributes }) =>
              !(kind === "owner" && "role" in attributes && attributes.role === "postgres"),
          )
          .filter(({ id, kind }) => kind !== "owner" || !id.endsWith("schema public"))
          .map((object) => JSON.stringify([object.id, object.attributes]))
          .sort();
      const withoutPopulated = (lines: readonly string[]) =>
        lines.map((line) => line.replace(/"populated":\w+/, ""));
      expect(withoutPopulated(told(desired.catalog))).toEqual(withoutPopulated(told(live)));
    } finally {
      await client
        .query("DROP OWNED BY dump_owner, dump_reader; DROP ROLE dump_owner, dump_reader")
        .catch(() => undefined);
      await client.end();
    }
  },
);
