// What a source refers to and does not declare: stubs of it, as the live database has it, made in scratch before the source is loaded.
import type { Client } from "pg";
import { fingerprint } from "./catalog/fingerprint";
import type { AnyObject, Catalog, Kind } from "./catalog/model";
import { databaseKinds } from "./catalog/of-database";
import { makeInScratch } from "./round-trip";
import type { MadeBySource, Surroundings } from "./sources";
import { readCatalog } from "./sources/reader";

/** What a reference can name, and what it takes to make that. */
const stubKinds: ReadonlySet<Kind> = new Set<Kind>([
  "schema",
  "extension",
  "language",
  "foreign data wrapper",
  "server",
  "enum",
  "domain",
  "composite",
  "sequence",
  "function",
  "procedure",
  "table",
  "column",
  "constraint",
  "view",
  "materialized view",
]);

/** For a source that failed to load by itself; null where the database has nothing beyond what the source makes. */
export async function surroundingsOf(client: Client, made: MadeBySource): Promise<Surroundings | null> {
  const outside = await readOutside(client, made);
  if (outside.objects.size === 0) return null;
  return {
    key: fingerprint(outside),
    objects: new Set(outside.objects.keys()),
    make: (database) => makeInScratch(database, outside, "passed over"),
  };
}

/** Stubs of everything in the live database but what is named. */
export async function readOutside(client: Client, inside: MadeBySource): Promise<Catalog> {
  return outsideOf(await readCatalog(client, { scope: "all", providerSchemas: "all" }), inside);
}

function outsideOf(everything: Catalog, made: MadeBySource): Catalog {
  const objects = new Map(
    [...everything.objects].filter(([, object]) => isStub(object) && !isMade(object, made)),
  );
  const dependencies = new Map(
    [...everything.dependencies]
      .filter(([id]) => objects.has(id))
      .map(([id, edges]) => [id, edges.filter((on) => objects.has(on))]),
  );
  const scope = everything.scope.filter((schema) => !made.schemas.includes(schema));
  return { ...everything, scope, objects, dependencies, unmodeled: [] };
}

/** Of constraints only keys: foreign keys need them. */
function isStub(object: AnyObject): boolean {
  if (object.kind === "constraint") return ["primary key", "unique"].includes(object.attributes.type);
  return stubKinds.has(object.kind);
}

function isMade(object: AnyObject, made: MadeBySource): boolean {
  const [name = ""] = object.path;
  if (databaseKinds.has(object.kind)) return made.objects.includes(object.id);
  return object.kind === "extension" ? made.extensions.includes(name) : made.schemas.includes(name);
}
