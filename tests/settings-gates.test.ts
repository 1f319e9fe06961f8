// The setting `gates`: levels by gate, and every mistake in them.
import { expect, it } from "vitest";
import { readSettings } from "../settings";
import { config, mistakes } from "./support/configuration";

it("says of a gate what the stack says, and nothing of the others", () => {
  expect(readSettings(config()).gates).toEqual({});
  const gates = { "tenant-primary-key": "mandatory", "money-exact": "off" };
  expect(readSettings(config({ "stackschema:gates": gates })).gates).toEqual(gates);
});

it("refuses a gate that does not exist and a level that does not", () => {
  expect(mistakes({ "stackschema:gates": { "tenant-isolatoin": "off" } })).toContain(
    "gates.tenant-isolatoin: no gate is called so (append-only, ",
  );
  const text = mistakes({ "stackschema:gates": { "tenant-isolation": "loud" } });
  expect(text).toContain("stackschema:gates.tenant-isolation: must be off, advisory, mandatory");
  expect(text).toContain("'stackschema:gates.tenant-isolation' mandatory");
});
