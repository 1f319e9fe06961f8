// Extensions that change their schema. Postgres moves their types and functions along, and with them whatever uses them:
// done first and on a copy, like a rename, so that a column of such a type is no change. Pure.
import type { AnyObject, Catalog } from "../../catalog/model";
import { objectId } from "../../catalog/names";
import type { Draft } from "../draft";
import { createSchema, moveExtension } from "../rules/schema";
import type { RenameDirective } from "./renames";

/** @param renames what the source renames: an extension goes with its renamed schema by itself */
export function pendingMoves(
  live: Catalog,
  desired: Catalog,
  renames: readonly RenameDirective[],
): readonly Draft[] {
  const inUse = new Set([...live.dependencies.values()].flat());
  const made = new Set<string>();
  return [...desired.objects.values()].flatMap((after): readonly Draft[] => {
    const before = live.objects.get(after.id);
    if (after.kind !== "extension" || before?.kind !== "extension" || !inUse.has(after.id)) return [];
    const { schema } = after.attributes;
    if (renamed(before.attributes.schema, renames) === schema) return [];
    const isMissing = !hasSchema(schema, live, renames) && !made.has(schema);
    const wanted: AnyObject | undefined = desired.objects.get(objectId("schema", [schema]));
    if (isMissing) made.add(schema);
    return [
      ...(isMissing && wanted?.kind === "schema" ? [createSchema(wanted, "new in the source")] : []),
      moveExtension(after, "changed: schema"),
    ];
  });
}

function renamed(schema: string, renames: readonly RenameDirective[]): string {
  return renames.find(({ kind, from }) => kind === "schema" && from[0] === schema)?.to[0] ?? schema;
}

function hasSchema(schema: string, live: Catalog, renames: readonly RenameDirective[]): boolean {
  return [...live.objects.values()].some(
    ({ kind, path: [name = ""] }) => kind === "schema" && renamed(name, renames) === schema,
  );
}
