// Plans made by hand, as documentation of how a plan is shown.
import { judge } from "../../engine/judge/judge";
import type { Plan } from "../../engine/plan/model";
import type { Shown } from "../../engine/show/words";
import { id, loss, planOf, step } from "../support/steps";

const customers = id("table app.customers");
const faxProbe = 'SELECT count(*) AS "rows", count(fax) AS "non-null values" FROM app.customers';
const orphanProbe = 'SELECT count(*) AS "orphans" FROM app.customers';
const oldProbe = 'SELECT count(*) AS "rows" FROM app.old';

export function shown(plan: Plan, consents: readonly string[] = []): Shown {
  const measured = { [faxProbe]: "3,100 non-null values in 12,408 rows", [orphanProbe]: "0 orphans" };
  return { plan, verdict: judge(plan, { consents, measured }), live: {}, desired: { serverMajor: 17 } };
}

/** A new table and everything on it: nothing in use is touched. */
export const fresh = planOf([
  step("CREATE SCHEMA app", { object: id("schema app") }),
  step("CREATE TABLE app.orders (\n  id uuid NOT NULL,\n  total numeric(12,2) NOT NULL\n)", {
    object: id("table app.orders"),
  }),
  step("CREATE INDEX orders_total ON app.orders USING btree (total)", {
    object: id("index app.orders_total"),
  }),
  step(
    "CREATE FUNCTION app.touch()\n RETURNS trigger\n LANGUAGE plpgsql\nAS $function$\nbegin\n  new.at := now();\n\n  return new;\nend;\n$function$\n",
    { object: id("function app.touch()") },
  ),
  step("COMMENT ON TABLE app.orders IS 'what was ordered'", { object: id("comment on table app.orders") }),
]);

/** Changes of tables in use, of every sort. */
export const inUse = planOf(
  [
    step("ALTER TABLE app.customers ADD COLUMN phone text", {
      object: id("column app.customers.phone"),
      locks: [{ mode: "ACCESS EXCLUSIVE", relation: customers }],
    }),
    step("CREATE INDEX CONCURRENTLY customers_phone ON app.customers USING btree (phone)", {
      object: id("index app.customers_phone"),
      transactional: false,
      transaction: 2,
      lockTimeout: 0,
      statementTimeout: 3_600_000,
      locks: [{ mode: "SHARE UPDATE EXCLUSIVE", relation: customers }],
      scans: true,
      estimate: { rows: 12408, bytes: 3_250_586 },
    }),
    step(
      "ALTER TABLE app.customers ADD CONSTRAINT customers_org_fkey FOREIGN KEY (org_id) REFERENCES app.orgs (id) NOT VALID",
      {
        object: id("constraint app.customers.customers_org_fkey"),
        transaction: 3,
        locks: [
          { mode: "SHARE ROW EXCLUSIVE", relation: customers },
          { mode: "SHARE ROW EXCLUSIVE", relation: id("table app.orgs") },
        ],
        estimate: { rows: 12408, bytes: 3_250_586 },
      },
    ),
    step("ALTER TABLE app.customers VALIDATE CONSTRAINT customers_org_fkey", {
      object: id("constraint app.customers.customers_org_fkey"),
      transaction: 4,
      locks: [{ mode: "SHARE UPDATE EXCLUSIVE", relation: customers }],
      scans: true,
      estimate: { rows: 12408, bytes: 3_250_586 },
      hazards: [
        {
          kind: "may fail on the data",
          message: "fails where org_id is not in app.orgs.",
          probe: orphanProbe,
        },
      ],
    }),
    step("ALTER TABLE app.events ALTER COLUMN id TYPE bigint", {
      object: id("column app.events.id"),
      cause: "type changes from integer to bigint",
      transaction: 5,
      locks: [{ mode: "ACCESS EXCLUSIVE", relation: id("table app.events") }],
      rewrites: true,
      estimate: { rows: null, bytes: 10_737_418_240 },
      hazards: [
        { kind: "rewrites the table", message: "every row of app.events is written again" },
        { kind: "blocks writes", message: "writers wait" },
        { kind: "blocks reads", message: "readers and writers wait" },
        { kind: "breaks old code", message: "clients that read an integer" },
      ],
    }),
    step("ALTER TABLE app.customers DROP COLUMN fax", {
      object: id("column app.customers.fax"),
      cause: "not in the source",
      phase: "contract",
      transaction: 6,
      locks: [{ mode: "ACCESS EXCLUSIVE", relation: customers }],
      hazards: [loss("drop column app.customers.fax", "3f2a1b9c", faxProbe)],
    }),
    step("DROP TABLE app.old", {
      object: id("table app.old"),
      cause: "not in the source",
      phase: "contract",
      transaction: 7,
      locks: [{ mode: "ACCESS EXCLUSIVE", relation: id("table app.old") }],
      estimate: { rows: 1, bytes: 8192 },
      hazards: [loss("drop table app.old", "00c0ffee", oldProbe)],
    }),
  ],
  {
    findings: [
      { level: "info", id: "default-privileges", object: null, message: "new tables are granted to reader" },
      {
        level: "error",
        id: "outside-dependents",
        object: "table app.old",
        message: "reporting.v depends on it",
      },
      {
        level: "warning",
        id: "unmodeled-object",
        object: "app.sum",
        message: "aggregate app.sum is left alone",
      },
    ],
  },
);
