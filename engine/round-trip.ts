// A catalog through Postgres once more: its own DDL run in a scratch database and read back.
// Tells whether two definitions that differ in text are the same to Postgres. Writes scratch only.
import { type Client, DatabaseError } from "pg";
import { type AnyObject, type Catalog, type ObjectId, ownerGrantee } from "./catalog/model";
import { quoteName } from "./catalog/names";
import { spell } from "./catalog/spelling";
import { creationSteps } from "./plan/describe";
import type { Step } from "./plan/model";
import type { ScratchDatabase, ScratchProvider } from "./sources";
import { readCatalog } from "./sources/reader";

/** Does `work` in a database of its own. */
export async function inScratch<T>(
  scratch: ScratchProvider,
  work: (place: ScratchDatabase) => Promise<T>,
): Promise<T> {
  const place = await scratch.createDatabase();
  try {
    return await work(place);
  } finally {
    await place.close();
  }
}

/**
 * Makes `catalog` in the empty scratch database; owners stay the loader, and default privileges are left out: they are other
 * roles', and would give to the copy what nobody meant it to have.
 * @param failures `passed over`: what refers to something that is not modelled or out of scope is left out
 */
export async function makeInScratch(
  place: ScratchDatabase,
  catalog: Catalog,
  failures: "thrown" | "passed over",
): Promise<void> {
  const objects = new Map(
    [...asleep(catalog).objects].filter(([, { kind }]) => kind !== "owner" && kind !== "default privilege"),
  );
  await place.ensureRoles(rolesOf(catalog));
  const quiet = "SET check_function_bodies = off; SET client_min_messages = error";
  await place.loader.query(quiet);
  await place.admin.query(quiet);
  await makeSteps(place, creationSteps({ ...catalog, objects }), async (step) => {
    const made = makeStep(place, step, objects.get(step.object));
    await (failures === "thrown" ? made : made.catch(passOver));
  });
}

/** More of them in one transaction are slower again: each makes Postgres look at what all before it changed. */
const mostAtOnce = 100;

/**
 * Runs steps in their order, many at once where the loader may and they all work.
 * @param alone does one of those that do not
 */
export async function makeSteps<S extends Pick<Step, "sql" | "object" | "transactional">>(
  place: ScratchDatabase,
  steps: readonly S[],
  alone: (step: S) => Promise<void>,
): Promise<void> {
  const goesAlone = (step: S): boolean => isAdministrators(step) || !step.transactional;
  for (let from = 0; from < steps.length; ) {
    const until = Math.min(from + mostAtOnce, steps.length);
    const next = steps.slice(from, until).findIndex(goesAlone);
    const to = next < 0 ? until : from + Math.max(next, 1);
    const group = steps.slice(from, to);
    from = to;
    if (group.length > 1 && (await makeAtOnce(place, group))) continue;
    for (const step of group) await alone(step);
  }
}

/** Statements sent as one message are one transaction: all of it is made, or nothing. */
function makeAtOnce(place: ScratchDatabase, steps: readonly Pick<Step, "sql">[]): Promise<boolean> {
  return place.loader.query(steps.map(({ sql }) => sql).join(";\n")).then(
    () => true,
    (error) => {
      passOver(error);
      return false;
    },
  );
}

function passOver(error: unknown): void {
  if (!(error instanceof DatabaseError) || error.severity === "FATAL") throw error;
}

/** What nobody else may make, or comment on. */
const isAdministrators = ({ object }: Pick<Step, "object">): boolean =>
  /^(comment on )?(extension|language|foreign data wrapper|cast|transform|publication|published table|published schema|event trigger) /.test(
    object,
  );

/** The catalog with its event triggers disabled: in a scratch database they would fire on what is none of their business. */
export function asleep(catalog: Catalog): Catalog {
  if (![...catalog.objects.values()].some(({ kind }) => kind === "event trigger")) return catalog;
  const objects = new Map(
    [...catalog.objects].map(([id, object]): [ObjectId, AnyObject] => [
      id,
      object.kind === "event trigger"
        ? { ...object, attributes: { ...object.attributes, enabled: "disabled" } }
        : object,
    ]),
  );
  return { ...catalog, objects };
}

/** Runs a step as the loader, or as the administrator where only that one may. */
export async function makeStep(
  place: ScratchDatabase,
  step: Step,
  object: AnyObject | undefined,
): Promise<void> {
  if (isAdministrators(step)) {
    await place.admin.query(step.sql);
    if (/^(extension|foreign data wrapper) /.test(step.object)) await place.letUseWrappers();
    return;
  }
  try {
    await place.loader.query(step.sql);
  } catch (error) {
    const isOfSuperuser = object !== undefined && (isHandedOver(object) || isOwnerless(object));
    if (!isOfSuperuser || !(error instanceof DatabaseError) || error.code !== "42501") throw error;
    // Nothing is run, and the owner is set before anybody could.
    const owner = isHandedOver(object)
      ? `ALTER ${spell(object)} OWNER TO ${quoteName(place.loaderRole)};`
      : "";
    await place.admin.query(`BEGIN; ${step.sql}; ${owner} COMMIT`).catch(async (refused) => {
      await place.admin.query("ROLLBACK");
      throw refused;
    });
  }
}

/** What a superuser makes or alters and another may own: LEAKPROOF and the like of routines, operator classes. */
const isHandedOver = ({ kind }: AnyObject): boolean =>
  ["function", "procedure", "operator family", "operator class"].includes(kind);

/** What is a superuser's for good, with the comments on it. */
const isOwnerless = (object: AnyObject): boolean =>
  /^text search (parser|template) /.test(object.kind === "comment" ? (object.parent ?? "") : object.id);

/** The catalog as Postgres gives it after a round trip. */
export async function roundTrip(place: ScratchDatabase, catalog: Catalog): Promise<Catalog> {
  await makeInScratch(place, catalog, "passed over");
  return readScratch(place.loader, catalog, place.loaderRole);
}

function readScratch(client: Client, catalog: Catalog, loaderRole: string): Promise<Catalog> {
  return readCatalog(client, { scope: catalog.scope, unsetOwner: loaderRole });
}

/** Roles that policies, grants and user mappings of the catalog name. */
export function rolesOf(catalog: Catalog): readonly string[] {
  const names = new Set<string>();
  for (const object of catalog.objects.values()) {
    if (object.kind === "user mapping") names.add(object.path[1] ?? "public");
    if (object.kind === "policy") for (const role of object.attributes.roles) names.add(role);
    if (object.kind === "privilege" && object.attributes.grantee !== ownerGrantee)
      names.add(object.attributes.grantee);
  }
  names.delete("public");
  return [...names].sort();
}
