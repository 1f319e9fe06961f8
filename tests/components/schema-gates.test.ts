// Gates in a preview: a mandatory one stops it and an advisory one is told, for an application that takes part.
import { rmSync, writeFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { create, program, reasons, shown, statements, succeed } from "./schema-fixture";

const file = "app/gates.yaml";
const object = "table app.customers";

beforeEach(() => rmSync(file, { force: true }));

const off = (except: string) =>
  Object.fromEntries(
    ["doc-contract", "registry-complete", "tenant-isolation"].map((id) => [
      id,
      id === except ? "mandatory" : "off",
    ]),
  );

test("an application without gates.yaml is asked only what its stack names", async () => {
  expect(statements(await succeed({}, program())).length).toBeGreaterThan(0);
  expect(shown()).not.toContain("registry-complete");
  const text = await reasons({}, program({ gates: { "registry-complete": "mandatory" } }));
  expect(text).toContain("this schema cannot be planned as it is");
  expect(text).toContain(`error registry-complete: ${object} has no class`);
  expect(text).toContain("    COMMENT ON TABLE app.customers IS '@class append-only';");
});

test("a mandatory gate stops the preview and the run, and an exception with a reason lets both pass", async () => {
  writeFileSync(file, "exceptions: []\n");
  const own = { gates: off("tenant-isolation") };
  expect(await reasons({}, program(own))).toContain(`error tenant-isolation: ${object} has no column org_id`);
  expect(await reasons({}, program(own, false))).toContain("error tenant-isolation");
  const exception = `exceptions:\n  - gate: tenant-isolation\n    object: ${object}\n`;
  writeFileSync(file, exception);
  expect(await reasons({}, program(own))).toContain(
    "error gate-exceptions: app/gates.yaml:2: the exception from tenant-isolation",
  );
  writeFileSync(file, `${exception}    reason: one tenant only\n`);
  await succeed({}, program(own));
  const { outs } = await create(await succeed({}, program(own, false)));
  expect(outs.fingerprint).not.toBe("");
});

test("what was approved does not run past a gate", async () => {
  writeFileSync(file, "exceptions: []\n");
  const inputs = await succeed({}, program({ gates: off("none") }, false));
  await expect(create({ ...inputs, gates: off("tenant-isolation") })).rejects.toThrow("has no column org_id");
});

test("an advisory gate is told with the plan, and stops nothing", async () => {
  writeFileSync(file, "");
  await succeed({}, program({ gates: { ...off("none"), "registry-complete": "advisory" } }));
  expect(shown()).toContain(`warning registry-complete: ${object} has no class`);
});
