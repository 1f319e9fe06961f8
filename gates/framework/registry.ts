// The registry: what kind of table each one is, declared with the table itself as a tag of its comment. Pure.
import { type ObjectId, objectId } from "../../engine/index";
import type { Facts, Routine, Table } from "./facts";

/** What is done with the rows of a table; which gates apply to it follows from that. */
export const classes = {
  truth: "rows are entered and changed here, and nowhere else",
  document: "rows are drafts until they are posted, and are never changed after that",
  "append-only": "rows are added, and never changed or deleted",
  projection: "rows follow from other tables, and can be made again from them at any time",
  reference: "rows are the same for all tenants, come with the schema, and are read only",
} as const;

export type TableClass = keyof typeof classes;

export const classNames: readonly string[] = Object.keys(classes);

function isClass(word: string): word is TableClass {
  return Object.hasOwn(classes, word);
}

export interface Entry {
  readonly table: Table;
  /** null where the comment has none, or one that does not exist. */
  readonly class: TableClass | null;
  /** The word as written; null where there is none. */
  readonly written: string | null;
  /** The column that names the tenant of a row: `@tenant`, else `org_id`. It need not be there. */
  readonly tenant: string;
  /** Columns that hold metadata: `@holds metadata`. */
  readonly metadata: readonly string[];
}

export type Registry = readonly Entry[];

/** Where no tag says which column names the tenant. */
const usualTenant = "org_id";

export function registryOf(facts: Facts): Registry {
  return facts.tables.map((table) => {
    const tags = facts.tagsOn(table.id);
    const written = tags.get("class") ?? null;
    return {
      table,
      class: written !== null && isClass(written) ? written : null,
      written,
      tenant: tags.get("tenant") ?? usualTenant,
      metadata: facts
        .on(table.id, "column")
        .filter(({ id }) => facts.tagsOn(id).get("holds") === "metadata")
        .map(({ path }) => path.at(-1) ?? ""),
    };
  });
}

/** The table whose rows are the tenants: its tenant column is its whole primary key, as `@tenant id` says. */
export function isTenants(entry: Entry, facts: Facts): boolean {
  const [only, ...more] = facts.primaryKeyOf(entry.table);
  return only === entry.tenant && more.length === 0;
}

export interface Rebuild {
  readonly table: Table;
  /** Where the function is looked for: the tag `@rebuild`, else `rebuild_<table>` beside the table. */
  readonly id: ObjectId;
  readonly routine: Routine | null;
}

/** The projections of a schema with the function, without arguments, that makes the rows of each again. */
export function rebuildsOf(registry: Registry, facts: Facts): readonly Rebuild[] {
  return registry.flatMap(({ table, class: is }) => {
    if (is !== "projection") return [];
    const [schema = "", name = ""] = table.path;
    const path = (facts.tagsOn(table.id).get("rebuild") ?? `${schema}.rebuild_${name}`)
      .replace(/\(\)$/, "")
      .split(".");
    const ids = (["function", "procedure"] as const).map((kind) => objectId(kind, path, ""));
    const routine = facts.routines.find(({ id }) => ids.includes(id)) ?? null;
    return [{ table, id: routine?.id ?? objectId("function", path, ""), routine }];
  });
}
