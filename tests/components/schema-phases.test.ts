// What comes before and after a schema resource's run: the plan that a backup waits for, the guard that nothing else is
// destroyed, and the second resource that runs what is left when the application is deployed.
import { expect, test } from "vitest";
import type { Properties } from "../../components/properties";
import { schemaContract, schemaPlan } from "../../components/schema/handlers";
import {
  customers,
  declare,
  program,
  reasons,
  shown,
  sql,
  succeed,
  target,
  up,
  update,
} from "./schema-fixture";

const withoutFax = customers.replace(", fax text", ", town text");

/** The consent that a blocked preview asks for. */
async function consentTo(state: Properties): Promise<string> {
  return /'(drop column app\.customers\.fax [0-9a-f]{8})'/.exec(await reasons(state, program()))?.[1] ?? "";
}

const columns = async (): Promise<unknown> =>
  (
    await sql(
      target,
      "SELECT attname FROM pg_attribute WHERE attrelid = 'app.customers'::regclass AND attnum > 0 AND NOT attisdropped",
    )
  ).map(({ attname }) => attname);

test("the plan tells of another run for each that destroys something, and for no other", async () => {
  const state = await up(null);
  const { inputs: first } = await schemaPlan.check({}, program());
  expect(first).toMatchObject({ destroys: [], backup: "", __revision: 0 });
  declare(withoutFax);
  const blocked = await schemaPlan.check(first, program());
  expect(blocked.inputs).toMatchObject({ destroys: [], backup: "" });
  const consents = [await consentTo(state.inputs)];
  const { inputs: second } = await schemaPlan.check(first, program({ consents }));
  expect(second).toMatchObject({ destroys: consents, backup: expect.stringMatching(/^app-[0-9a-f]{8}$/) });
  expect(await schemaPlan.diff("app", first, second)).toEqual({ changes: true });
  const { inputs: again } = await schemaPlan.check(second, program({ consents }));
  expect(again).toMatchObject({ backup: second.backup, __revision: 2 });
  await up(state, { consents });
  const { inputs: done } = await schemaPlan.check(second, program({ consents }));
  expect(done).toMatchObject({ backup: second.backup, __revision: 1 });
  expect(await schemaPlan.diff("app", second, done)).toEqual({ changes: false });
});

test("the rest of an approved plan has a backup of its own, and a plan that cannot be made permits nothing", async () => {
  const state = await up(null);
  declare(withoutFax);
  const consents = [await consentTo(state.inputs)];
  const planned = await succeed(state.inputs, program({ consents }));
  const approvedPlan = planned.planHash;
  const { inputs: begun } = await schemaPlan.check({}, program({ consents, approvedPlan }));
  expect(begun).toMatchObject({ destroys: consents, __revision: 1 });
  // The first part of it has run, and the application goes on writing.
  await sql(target, "ALTER TABLE app.customers ADD COLUMN town text");
  const { inputs: rest } = await schemaPlan.check(begun, program({ consents, approvedPlan }));
  expect(rest).toMatchObject({ destroys: consents, __revision: 2 });
  const { inputs: other } = await schemaPlan.check({}, program({ consents, approvedPlan: "another" }));
  expect(other).toMatchObject({ destroys: [], backup: "" });
  const { inputs: unknown } = await schemaPlan.check(rest, { ...program({ consents }), port: 1 });
  expect(unknown).toMatchObject({ destroys: [], backup: rest.backup });
});

test("a run destroys nothing without a backup of that very run", async () => {
  const state = await up(null);
  declare(withoutFax);
  const consents = [await consentTo(state.inputs)];
  const none = program({ consents, __run: { needsBackup: true, backedUp: [] } }, false);
  await succeed(state.inputs, program({ consents, __run: { needsBackup: true, backedUp: [] } }));
  const refused = await reasons(state.inputs, none);
  expect(refused).toContain(consents[0]);
  expect(refused).toContain("Nothing was changed");
  const { inputs: planned } = await schemaPlan.check({}, none);
  const { id } = await schemaPlan.create(planned);
  const named = (run: Properties) => `${String(run.backup)} ${String(run.__revision)} ${id}`;
  expect(await reasons(state.inputs, none)).toBe(refused);
  const covered = program({ consents, __run: { needsBackup: true, backedUp: [named(planned)] } }, false);
  await succeed(state.inputs, covered);
  expect(
    await reasons(
      state.inputs,
      program({ consents, __run: { needsBackup: true, backedUp: "unknown" } }, false),
    ),
  ).toBe(refused);
  // The next run: its plan is another one, and the backup of this one is none of it.
  const { inputs: next } = await schemaPlan.check(planned, none);
  await schemaPlan.update(id, planned, next);
  expect(await reasons(state.inputs, covered)).toBe(refused);
  await succeed(
    state.inputs,
    program({ consents, __run: { needsBackup: true, backedUp: [named(next)] } }, false),
  );
});

test("where no backup is made, the plan that destroys something says so", async () => {
  const state = await up(null);
  declare(withoutFax);
  const consents = [await consentTo(state.inputs)];
  await succeed(state.inputs, program({ consents, __run: { noBackup: "no backup is made" } }));
  expect(shown()).toContain("no backup is made");
});

test("with its phases apart the schema runs what running code tolerates, and the other resource the rest", async () => {
  const state = await up(null, { phases: "apart" });
  declare(withoutFax);
  const own = { consents: [await consentTo(state.inputs)], phases: "apart" };
  await succeed(state.inputs, program(own));
  expect(shown()).toContain("step 1 runs before the service is deployed, the rest after it");
  const inputs = await succeed(state.inputs, program(own, false));
  const { outs } = await update("app", state.outputs, inputs);
  expect(await columns()).toEqual(["id", "fax", "town"]);
  expect(outs.fingerprint).toBe("");

  const rest = await schemaContract.check({}, program(own, false));
  expect(rest.failures).toBeUndefined();
  const made = await schemaContract.create(rest.inputs);
  expect(await columns()).toEqual(["id", "town"]);
  expect(made.outs.ran).toEqual([
    expect.objectContaining({ sql: "ALTER TABLE app.customers DROP COLUMN fax" }),
  ]);
  expect(made.outs.fingerprint).not.toBe("");
  const { inputs: settled } = await schemaContract.check(rest.inputs, program(own));
  expect(await schemaContract.diff("app", made.outs, settled)).toEqual({ changes: false });
});
