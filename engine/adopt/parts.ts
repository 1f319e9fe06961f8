// Which part of a database becomes the source: all that is somebody's own, without Postgres schemas that hold a journal and
// nothing else. Pure.
import type { AnyObject, Catalog, ObjectId } from "../catalog/model";
import { objectId, quoteName, quotePath } from "../catalog/names";
import { databaseKinds } from "../catalog/of-database";
import { openMappingOptions } from "../catalog/secrets";
import type { FoundJournal } from "./journals";
import type { TableShape } from "./journals/model";
import type { LeftOut } from "./model";

export interface Part {
  readonly catalog: Catalog;
  /** Postgres schemas of journals, left unmanaged. */
  readonly journalSchemas: readonly string[];
}

export const tableIdOf = ({ schema, name }: TableShape): ObjectId => objectId("table", [schema, name]);

export const tablesOf = ({ history, companions }: FoundJournal): readonly TableShape[] => [
  history,
  ...companions,
];

/** @param asked Postgres schemas that were asked for by name: they stay, whatever is in them */
export function withoutJournalSchemas(
  catalog: Catalog,
  journals: readonly FoundJournal[],
  asked: readonly string[],
): Part {
  const tables = new Set(journals.flatMap(tablesOf).map(tableIdOf));
  const candidates = new Set(journals.map(({ history }) => history.schema));
  const journalSchemas = [...candidates].filter(
    (schema) =>
      schema !== "public" &&
      !asked.includes(schema) &&
      catalog.scope.includes(schema) &&
      holdsOnly(schema, tables, catalog),
  );
  const isGone = (object: AnyObject): boolean =>
    journalSchemas.includes(topOf(object, catalog).path[0] ?? "");
  const objects = new Map(
    [...catalog.objects].filter(([, object]) => isOfDatabase(object, catalog) || !isGone(object)),
  );
  const scope = catalog.scope.filter((schema) => !journalSchemas.includes(schema));
  return { catalog: journalSchemas.length === 0 ? catalog : { ...catalog, objects, scope }, journalSchemas };
}

/** Of a part that was asked for by name: an extension elsewhere that nothing in it needs is not its own (decision 6). */
export function withoutOtherExtensions(catalog: Catalog, asked: readonly string[]): Catalog {
  const needed = new Set(
    [...catalog.objects.values()].flatMap(({ id, parent }) =>
      (catalog.dependencies.get(id) ?? []).filter((on) => on !== parent),
    ),
  );
  const isOther = (object: AnyObject): boolean =>
    object.kind === "extension" && !asked.includes(object.attributes.schema) && !needed.has(object.id);
  const gone = new Set([...catalog.objects.values()].filter(isOther).map(({ id }) => id));
  const objects = new Map(
    [...catalog.objects].filter(
      ([id, { parent }]) => !gone.has(id) && (parent === null || !gone.has(parent)),
    ),
  );
  return gone.size === 0 ? catalog : { ...catalog, objects };
}

function isOfDatabase(object: AnyObject, catalog: Catalog): boolean {
  const { kind } = topOf(object, catalog);
  return kind === "extension" || databaseKinds.has(kind);
}

export function topOf(object: AnyObject, catalog: Catalog): AnyObject {
  const parent = object.parent === null ? undefined : catalog.objects.get(object.parent);
  return parent === undefined ? object : topOf(parent, catalog);
}

function holdsOnly(schema: string, tables: ReadonlySet<ObjectId>, catalog: Catalog): boolean {
  return [...catalog.objects.values()].every((object) => {
    if (object.parent !== null || object.path[0] !== schema || isOfDatabase(object, catalog)) return true;
    if (object.kind === "sequence" && object.attributes.ownedBy !== null) {
      const column = catalog.objects.get(object.attributes.ownedBy);
      return column?.parent !== undefined && column.parent !== null && tables.has(column.parent);
    }
    return object.kind === "schema" || object.kind === "default privilege" || tables.has(object.id);
  });
}

/** Roles that a source of this catalog names. */
export function rolesIn(catalog: Catalog): readonly string[] {
  const names = [...catalog.objects.values()].flatMap((object): readonly string[] => {
    switch (object.kind) {
      case "owner":
        return [object.attributes.role];
      case "privilege":
        return [object.attributes.grantee];
      case "default privilege":
        return [object.attributes.role, object.attributes.grantee];
      case "policy":
        return object.attributes.roles;
      default:
        return [];
    }
  });
  return [...new Set(names)].filter((name) => name !== "public" && !name.startsWith("<")).sort();
}

/** What of a catalog that was read is not in the one that is written. */
export function leftOutOf(
  read: Catalog,
  written: Catalog,
  journalSchemas: readonly string[],
): readonly LeftOut[] {
  const others = [...read.objects.values()].filter(
    ({ id, parent }) => parent === null && !written.objects.has(id),
  );
  const isJournals = ({ path: [schema = ""] }: AnyObject): boolean => journalSchemas.includes(schema);
  return [
    ...written.unmodeled.map(({ kind, name }) => ({
      what: `${kind} ${name}`,
      reason:
        "a kind that is not modelled: it is left alone, and scratch has to be given it where something needs it",
    })),
    ...others
      .filter((object) => !isJournals(object))
      .map(({ id, kind }) => ({
        what: id,
        reason:
          kind === "extension"
            ? "nothing that is written needs it, or the provider of the server puts it there: it is left alone"
            : "the provider of the server puts it there",
      })),
    ...journalSchemas.map((schema) => ({
      what: `schema ${quoteName(schema)}`,
      reason:
        "it holds a journal and nothing else: it is not managed, and is dropped by hand once the tool is retired",
    })),
    ...[...written.objects.values()]
      .filter(({ kind }) => kind === "user mapping")
      .map(({ id }) => ({
        what: `options of ${id}`,
        reason: `those other than ${openMappingOptions.join(", ")} may hold a secret`,
      })),
  ];
}

export const quoted = ({ schema, name }: TableShape): string => quotePath([schema, name]);
