// Passwords of user mappings and servers come out nowhere, and are not touched.
import { describe, expect, test } from "vitest";
import { creationSteps, inspectDatabase, planJson, planSql, planText } from "../../engine/index";
import { connected } from "../support/corpus-databases";
import { complaints, place, statements } from "./support";

const secret = "tops3cret";
const there = `CREATE SCHEMA app; CREATE FOREIGN DATA WRAPPER plain OPTIONS (api_key '${secret}', debug 'true');
  CREATE SERVER far FOREIGN DATA WRAPPER plain OPTIONS (host 'a', password '${secret}', url 'http://me:${secret}@b');
  CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'me', password '${secret}');
  CREATE FOREIGN TABLE app.far (id integer OPTIONS (token '${secret}')) SERVER far OPTIONS (secret '${secret}');`;
const declared = `CREATE SCHEMA app; CREATE FOREIGN DATA WRAPPER plain;
  CREATE SERVER far FOREIGN DATA WRAPPER plain OPTIONS (host 'b');
  CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'you');
  CREATE FOREIGN TABLE app.far (id integer, more integer) SERVER far OPTIONS (table_name 'x');`;

const values = `SELECT string_agg(o::text, ' ') AS all FROM (SELECT umoptions FROM pg_user_mappings UNION ALL
  SELECT srvoptions FROM pg_foreign_server UNION ALL SELECT fdwoptions FROM pg_foreign_data_wrapper UNION ALL
  SELECT ftoptions FROM pg_foreign_table UNION ALL SELECT attfdwoptions FROM pg_attribute WHERE attfdwoptions IS NOT NULL) x(o)`;

describe("a secret in the database", () => {
  test("is in no catalog, plan or print, and stays", async () => {
    const { target, plan, apply } = await place(there);
    const catalog = await inspectDatabase(target);
    const planned = await plan(declared);
    const shown = [
      JSON.stringify([...catalog.objects]),
      JSON.stringify(creationSteps(catalog)),
      JSON.stringify(planJson(planned)),
      planSql(planned),
      planText(planned, { consentCommand: (consent) => consent }),
      JSON.stringify([planned.objects, planned.liveObjects, planned.desired, planned.live]),
    ];
    expect(shown.filter((text) => text.includes(secret))).toEqual([]);
    expect(statements(planned).join("\n")).not.toMatch(/api_key|password|url|token|secret/);
    await apply(declared, { consentAll: true });
    const left = await connected(target, (client) => client.query<{ all: string }>(values));
    expect(left.rows[0]?.all.split(secret).length).toBe(7);
    expect(statements(await plan(declared))).toEqual([]);
  });

  test("is lost with its user mapping only where that is consented", async () => {
    const { target, plan } = await place(there);
    const empty = await place("CREATE SCHEMA app;");
    const planned = await plan("", { source: { kind: "database", target: empty.target } });
    expect(planned.verdict.blocked.map(({ request }) => request.change)).toContain(
      "drop user mapping far.public",
    );
    expect(target.database).not.toBe(empty.target.database);
  });
});

const refused = [
  `CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'me', password '${secret}')`,
  `CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (whatever '${secret}')`,
  `CREATE USER MAPPING FOR PUBLIC SERVER far OPTION (password '${secret}')`,
  `ALTER USER MAPPING FOR PUBLIC SERVER far OPTIONS (ADD password '${secret}')`,
  `ALTER SERVER far OPTIONS (SET "Access-Token" '${secret}')`,
  `CREATE SERVER s FOREIGN DATA WRAPPER plain OPTIONS (dsn 'host=a password=${secret}')`,
  `CREATE FOREIGN DATA WRAPPER w OPTIONS (private '${secret}')`,
  `CREATE FOREIGN TABLE app.t (id integer OPTIONS (credential '${secret}')) SERVER far`,
  `CREATE SUBSCRIPTION s CONNECTION 'host=a password=${secret}' PUBLICATION p`,
];

describe("a secret in a source", () => {
  test.each(refused)("is refused and not repeated: %s", async (statement) => {
    const { plan } = await place("CREATE SCHEMA app;");
    const failure = await plan(`CREATE SCHEMA app; ${statement};`).then(
      () => "",
      (error: unknown) => String(error),
    );
    expect(failure).toMatch(/cannot be loaded/);
    expect(failure).not.toContain(secret);
  });

  test("that a block sets comes into no plan", async () => {
    const { plan } = await place("CREATE SCHEMA app;");
    const planned = await plan(`CREATE SCHEMA app; CREATE FOREIGN DATA WRAPPER plain;
      CREATE SERVER far FOREIGN DATA WRAPPER plain;
      DO $$ BEGIN EXECUTE $x$CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (user 'me', password '${secret}')$x$; END $$;`);
    expect(complaints(planned)).toEqual([]);
    expect(JSON.stringify([planned.plan, planned.desired])).not.toContain(secret);
    expect(statements(planned).at(-1)).toBe(
      "CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (\"user\" 'me')",
    );
  });
});
