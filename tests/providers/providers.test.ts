// Each cloud's own objects, imitated in a database of a server of its own: an application is planned and applied beside them,
// and neither the plan, nor the next one, nor what is read afterwards knows of them. pg_dump tells that none of them changed.
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { applySchema, planSchema } from "../../engine/index";
import { profiles } from "../../engine/providers";
import { compareDumps } from "../support/pgdump";
import { type Major, startTestServer } from "../support/postgres";
import { type Administrator, dumped, inspect, provided, requestOf, statementsOf } from "./support";

interface Case {
  readonly file: string;
  readonly name: string;
  readonly major: Major;
  readonly administrator: Administrator;
}

const cases: readonly Case[] = [
  { file: "azure", name: "Azure Database for PostgreSQL", major: 16, administrator: "app_admin" },
  { file: "cloud-sql", name: "Cloud SQL", major: 15, administrator: "app_admin" },
  { file: "alloydb", name: "AlloyDB", major: 16, administrator: "app_admin" },
  { file: "rds", name: "RDS or Aurora", major: 14, administrator: "app_admin" },
  { file: "supabase", name: "Supabase", major: 17, administrator: "postgres" },
  { file: "neon", name: "Neon", major: 17, administrator: "app_admin" },
];

const app = readFileSync(path.join(__dirname, "app.sql"), "utf8");

/** What an application's plan is on a server where nobody put anything. */
const plain = [
  "CREATE SCHEMA app",
  `CREATE TABLE public.notes (
  id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
  body text NOT NULL,
  CONSTRAINT notes_pkey PRIMARY KEY (id)
)`,
  "CREATE INDEX notes_body_idx ON public.notes USING btree (body)",
  "GRANT SELECT ON TABLE public.notes TO app_reader",
];

it("has a fixture for every profile", () => {
  expect(cases.map(({ name }) => name)).toEqual(profiles.map(({ name }) => name));
});

describe.each(cases)("$name", { timeout: 120_000 }, (testCase) => {
  it("is left alone, while what the source declares is managed", async () => {
    const server = await startTestServer({ major: testCase.major });
    try {
      const { admin, login } = await provided(server, testCase.file, testCase.administrator);
      const before = await dumped(admin, server);

      const request = requestOf(login, app);
      const { plan } = await planSchema(request);
      const sql = plan.steps.map((step) => step.sql);
      expect(plan.findings).toEqual([]);
      expect(sql).toEqual(expect.arrayContaining(plain));
      expect(
        sql.filter((text) => !/^CREATE |^GRANT SELECT ON TABLE public.notes TO app_reader$/.test(text)),
      ).toEqual([]);

      await applySchema({ ...request, approved: plan });
      const after = await dumped(admin, server);
      const differing = compareDumps(before, after);
      expect(differing.filter(({ left }) => left !== undefined)).toEqual([]);
      const again = await planSchema(request);
      expect([again.plan.steps, again.plan.findings]).toEqual([[], []]);

      const text = await inspect(login);
      const made = plan.steps.map((step) => step.sql).sort();
      // Supabase switched it on; what is in the database is what is printed.
      const rowSecurity =
        testCase.file === "supabase" ? ["ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY"] : [];
      expect(statementsOf(text)).toEqual([...made, ...rowSecurity].sort());
      const fromInspected = await planSchema(requestOf(login, text));
      expect([fromInspected.plan.steps, fromInspected.plan.findings]).toEqual([[], []]);
    } finally {
      await server.stop();
    }
  });
});
