// What of a live catalog is the provider's and not the source's: it is left alone. Pure.
import type { AnyObject, Catalog, ObjectId, ProviderFacts } from "../catalog/model";
import { attachedId, objectId, quoteName } from "../catalog/names";
import { profilesOf } from "./index";
import type { ProviderProfile } from "./model";

/** What the provider gives in `public`, to objects that are yet to be made and on the schema. */
export type Given = "compared" | "left alone";

const publicSchema = objectId("schema", ["public"]);

/**
 * The live catalog without what the provider put there and `desired` does not declare.
 * @param given `compared` where the source was loaded on top of it (decision 23)
 */
export function leaveProvided(live: Catalog, desired: Catalog, given: Given): Catalog {
  const left = leftAlone(live, desired, given);
  return holdRowSecurity(withoutProvided(live, left), desired);
}

/** Ids of what is left alone. */
export function leftAlone(live: Catalog, desired: Catalog, given: Given): ReadonlySet<ObjectId> {
  const belongs = belonging(live);
  if (belongs === null) return new Set();
  const isCompared = (object: AnyObject): boolean => given === "compared" && isGivenToReader(object, live);
  const ids = [...live.objects.values()].filter(
    (object) => !desired.objects.has(object.id) && belongs(object) && !isCompared(object),
  );
  return new Set(ids.map(({ id }) => id));
}

/**
 * The catalog of a database without what its provider put there.
 * @param asked Postgres schemas that were asked for by name, whosever they are
 */
export function ownCatalog(catalog: Catalog, asked: readonly string[] = []): Catalog {
  return withoutProvided(catalog, new Set(providedObjects(catalog, asked).keys()));
}

/** The provider's objects alone. */
export function providedObjects(catalog: Catalog, asked: readonly string[] = []): Catalog["objects"] {
  const belongs = belonging(catalog);
  const isAsked = ({ kind, path: [schema = ""] }: AnyObject): boolean =>
    kind !== "extension" && schema !== "public" && asked.includes(schema);
  return new Map([...catalog.objects].filter(([, object]) => belongs?.(object) === true && !isAsked(object)));
}

/** @param left as `leftAlone` has it, of this catalog or of a copy of it */
export function withoutProvided(live: Catalog, left: ReadonlySet<ObjectId>): Catalog {
  const owned = profilesOf(live.server.provider).flatMap(({ schemas }) => schemas.map(quoteName));
  const unmodeled = live.unmodeled.filter(
    ({ name }) => !owned.some((schema) => name.startsWith(`${schema}.`)),
  );
  if (left.size === 0) return { ...live, unmodeled };
  const objects = new Map([...live.objects].filter(([id]) => !left.has(id)));
  return { ...live, objects, unmodeled, outsideDependents: withDependents(live, left) };
}

/** What the provider's objects hang on cannot be dropped. */
function withDependents(live: Catalog, left: ReadonlySet<ObjectId>): Catalog["outsideDependents"] {
  const dependents = new Map(live.outsideDependents);
  for (const id of left) {
    const object = live.objects.get(id);
    if (object === undefined || object.parent !== null || goesAlong.has(object.kind)) continue;
    for (const on of live.dependencies.get(id) ?? [])
      if (live.objects.has(on) && !left.has(on)) dependents.set(on, [...(dependents.get(on) ?? []), id]);
  }
  return dependents;
}

/** Dropped with the Postgres schema, or no obstacle to its drop. */
const goesAlong: ReadonlySet<string> = new Set(["default privilege", "extension"]);

/** Whether an object of the catalog is the provider's; null where no provider is known. */
function belonging(catalog: Catalog): ((object: AnyObject) => boolean) | null {
  const facts = catalog.server.provider;
  const known = profilesOf(facts);
  if (facts === undefined || known.length === 0) return null;
  const answers = new Map<ObjectId, boolean>();
  const belongs = (object: AnyObject): boolean => {
    const answer = answers.get(object.id);
    if (answer !== undefined) return answer;
    const parent = object.parent === null ? undefined : catalog.objects.get(object.parent);
    const isPart = (parent !== undefined && belongs(parent)) || firesProvided(object, catalog, belongs);
    const found =
      (isPart || known.some((profile) => isOf(profile, object, catalog, facts))) &&
      (object.kind !== "schema" || isNamed(object, known) || !holdsOthers(object, catalog, belongs));
    answers.set(object.id, found);
    return found;
  };
  return belongs;
}

/** Event triggers are all owned by superusers: whose one is, its function tells. */
function firesProvided(
  { kind, id }: AnyObject,
  { dependencies, objects }: Catalog,
  belongs: (object: AnyObject) => boolean,
): boolean {
  const on = kind === "event trigger" ? (dependencies.get(id) ?? []) : [];
  return on.some((needed) => {
    const object = objects.get(needed);
    return object !== undefined && belongs(object);
  });
}

const isNamed = ({ path: [name = ""] }: AnyObject, known: readonly ProviderProfile[]): boolean =>
  known.some(({ schemas }) => schemas.includes(name));

/** A schema of the provider's superuser may hold what is somebody else's. */
function holdsOthers(
  schema: AnyObject,
  { objects }: Catalog,
  belongs: (object: AnyObject) => boolean,
): boolean {
  return [...objects.values()].some(
    (object) =>
      object.parent === null &&
      object.kind !== "schema" &&
      object.path[0] === schema.path[0] &&
      !belongs(object),
  );
}

function isOf(profile: ProviderProfile, object: AnyObject, catalog: Catalog, facts: ProviderFacts): boolean {
  const [schema = ""] = object.path;
  if (object.kind === "extension") return profile.extensions.includes(schema);
  if (ofDatabase(profile).includes(object.id)) return true;
  if (profile.schemas.includes(schema) || profile.objects.includes(object.id)) return true;
  if (object.kind === "default privilege") return isDefault(profile, object);
  if (object.kind === "privilege")
    return object.parent === publicSchema && profile.publicTo.includes(object.attributes.grantee);
  const owner = catalog.objects.get(attachedId("owner", object.id));
  if (owner?.kind !== "owner") return false;
  return owner.attributes.role !== facts.reader && profile.superusers.includes(owner.attributes.role);
}

/** Ids of what is in no schema. */
function ofDatabase({ eventTriggers, publications }: ProviderProfile): readonly string[] {
  return [
    ...eventTriggers.map((name) => `event trigger ${quoteName(name)}`),
    ...publications.map((name) => `publication ${quoteName(name)}`),
  ];
}

function isDefault(
  { defaultPrivileges }: ProviderProfile,
  { path: [schema], attributes }: Extract<AnyObject, { kind: "default privilege" }>,
): boolean {
  const { role, grantee } = attributes;
  if (defaultPrivileges === null || schema !== "public") return false;
  return defaultPrivileges.for.includes(role) && defaultPrivileges.to.includes(grantee);
}

/** What a source that is loaded on top of it would have, unless it takes it away. */
function isGivenToReader(object: AnyObject, { server: { provider } }: Catalog): boolean {
  if (object.kind === "privilege") return object.parent === publicSchema;
  if (object.kind !== "default privilege") return false;
  const { role, grantee } = object.attributes;
  return role === provider?.reader && grantee !== role;
}

/** Where an event trigger of the provider's switches row security on, a source that says nothing of it does not switch it off. */
function holdRowSecurity(live: Catalog, desired: Catalog): Catalog {
  const { provider } = live.server;
  const isHeld = profilesOf(provider).some(
    ({ rowSecurityBy }) => rowSecurityBy !== null && provider?.eventTriggers.includes(rowSecurityBy),
  );
  if (!isHeld) return live;
  const objects = new Map(live.objects);
  for (const [id, object] of live.objects) {
    const wanted = desired.objects.get(id);
    if (object.kind !== "table" || wanted?.kind !== "table" || object.path[0] !== "public") continue;
    const { rowSecurity } = wanted.attributes;
    if (!rowSecurity) objects.set(id, { ...object, attributes: { ...object.attributes, rowSecurity } });
  }
  return { ...live, objects };
}
