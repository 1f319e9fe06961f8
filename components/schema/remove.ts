// delete: the application was destroyed, or left the list of applications. Its schema and data stay in the database
// unless the stack's configuration says `drop`; either way what became of them is told. A resource that was replaced leaves
// all to the one in its place.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { applySchema, isSameDatabase, planSchema, SchemaError } from "../../engine/index";
import { isDeclaredAt } from "../declared";
import { type Properties, targetOf, text } from "../properties";
import { requestOf } from "./properties";

/** What stands or falls with the resource, wherever it is. */
export function thingOf({ schema }: Properties): string {
  return `schema ${String(schema)}`;
}

export async function remove(properties: Properties, print: (line: string) => void): Promise<void> {
  const schema = text(properties, "schema");
  const tell = (why: string): void =>
    print(
      `${schema}: schema ${schema} stays where it was, for it may be the one that the stack declares: ${why}`,
    );
  if (await isDeclaredAt(thingOf(properties), properties, isSameDatabase, tell)) return;
  if (properties.onDestroy !== "drop")
    return print(`${schema}: schema ${schema} and its data stay in the database (onDestroy is retain)`);
  const nothing = mkdtempSync(path.join(tmpdir(), "stackschema-nothing-"));
  try {
    writeFileSync(path.join(nothing, "nothing.sql"), "-- Nothing is wanted any more.\n");
    const source = { kind: "sql", path: nothing } as const;
    const request = {
      ...requestOf(properties),
      target: targetOf(properties),
      source,
      consents: [],
      proof: "never",
    } as const;
    // Counted and told before: it is the only record of what is lost, also where the run fails half-way.
    const { verdict } = await planSchema(request);
    for (const { request: lost, loss } of verdict.blocked)
      if (lost.change !== `drop schema ${schema}`) print(`${schema}: ${lost.change} (${loss})`);
    const { ran } = await applySchema({ ...request, consentAll: true });
    if (ran.length > 0) print(`${schema}: schema ${schema} was dropped with all it held (onDestroy is drop)`);
  } catch (error) {
    if (!(error instanceof SchemaError && error.code === "scope-unknown")) throw error;
    print(`${schema}: schema ${schema} was not there (onDestroy is drop)`);
  } finally {
    rmSync(nothing, { recursive: true, force: true });
  }
}
