// The live catalog as it will be once its renames have run: Postgres renames a copy in scratch, and every definition that
// mentions the old name is read back with the new one. Writes scratch only.
import { SchemaError } from "./api";
import type { AnyObject, Catalog, ObjectId } from "./catalog/model";
import { attachedId, defaultPrivilegeId, objectId } from "./catalog/names";
import { spell } from "./catalog/spelling";
import type { Draft } from "./plan/draft";
import { inScratch, makeInScratch } from "./round-trip";
import type { ScratchProvider } from "./sources";
import { readWithKeys } from "./sources/reader";

/**
 * @param outside stubs of what `live` refers to beyond its scope
 * @param scope Postgres schemas of the source, besides those of `live`
 */
export async function renameInScratch(
  scratch: ScratchProvider,
  live: Catalog,
  outside: Catalog,
  renames: readonly Draft[],
  scope: readonly string[],
): Promise<Catalog> {
  const schemas = [...new Set([...live.scope, ...scope])];
  return inScratch(scratch, async (place) => {
    await makeInScratch(place, outside, "passed over");
    await makeInScratch(place, live, "thrown").catch((error: unknown) => {
      throw new SchemaError(
        "rename-not-understood",
        `the renames could not be tried on a copy of the schema: ${error instanceof Error ? error.message : String(error)}. Rename by hand, and remove the directive.`,
        { cause: error },
      );
    });
    const before = await readWithKeys(place.admin, { scope: schemas, unsetOwner: place.loaderRole });
    // Extensions are the administrator's there.
    for (const { sql, object } of renames)
      await (object.startsWith("extension ") ? place.admin : place.loader).query(sql);
    const after = await readWithKeys(place.admin, { scope: schemas, unsetOwner: place.loaderRole });
    const newIds = new Map<ObjectId, ObjectId>();
    for (const [key, id] of before.keys) {
      const now = after.keys.get(key);
      if (now !== undefined) newIds.set(id, now);
    }
    return carryOver(live, after.catalog, newIds);
  });
}

/** What a copy cannot have: sizes, owners, default privileges, who outside depends on it, and indexes that were never finished. */
function carryOver(live: Catalog, renamed: Catalog, newIds: ReadonlyMap<ObjectId, ObjectId>): Catalog {
  const current = (id: ObjectId): ObjectId => newIds.get(id) ?? id;
  const objects = new Map(renamed.objects);
  const dependencies = new Map(renamed.dependencies);
  for (const object of live.objects.values()) {
    if (object.kind === "owner" && object.parent)
      addOwner(object, objects.get(current(object.parent)), objects, dependencies);
    if (object.kind === "default privilege") addDefaultPrivilege(object, newIds, objects, dependencies);
    const awake = object.kind === "event trigger" ? objects.get(current(object.id)) : undefined;
    if (object.kind === "event trigger" && awake?.kind === "event trigger") {
      const { enabled } = object.attributes;
      objects.set(awake.id, { ...awake, attributes: { ...awake.attributes, enabled } });
    }
    if (object.kind === "index" && !object.attributes.valid) {
      const copy = objects.get(current(object.id));
      if (copy?.kind === "index")
        objects.set(copy.id, { ...copy, attributes: { ...copy.attributes, valid: false } });
    }
  }
  return {
    ...live,
    scope: [...new Set([...live.scope, ...renamed.scope])].sort(),
    objects,
    dependencies,
    estimates: new Map([...live.estimates].map(([id, estimate]) => [current(id), estimate])),
    outsideDependents: new Map([...live.outsideDependents].map(([id, names]) => [current(id), names])),
  };
}

function addOwner(
  owner: Extract<AnyObject, { kind: "owner" }>,
  of: AnyObject | undefined,
  objects: Map<ObjectId, AnyObject>,
  dependencies: Map<ObjectId, readonly ObjectId[]>,
): void {
  if (!of) return;
  const id = attachedId("owner", of.id);
  objects.set(id, {
    ...owner,
    id,
    path: of.path,
    parent: of.id,
    attributes: { ...owner.attributes, of: spell(of) },
  });
  dependencies.set(id, [of.id]);
}

/** In the schema under its new name. */
function addDefaultPrivilege(
  given: Extract<AnyObject, { kind: "default privilege" }>,
  newIds: ReadonlyMap<ObjectId, ObjectId>,
  objects: Map<ObjectId, AnyObject>,
  dependencies: Map<ObjectId, readonly ObjectId[]>,
): void {
  const before = objectId("schema", given.path);
  const schema = objects.get(newIds.get(before) ?? before);
  if (!schema) return;
  const { role, objects: group, grantee } = given.attributes;
  const id = defaultPrivilegeId(schema.id, role, group, grantee);
  objects.set(id, { ...given, id, path: schema.path });
  dependencies.set(id, [schema.id]);
}
