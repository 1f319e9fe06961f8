// A catalog as the files one would write by hand (decision 42): one for each table and view with all that hangs on it, one
// for each routine and type, one for a schema. Pure: a path and a text each.
import type { AnyObject, Catalog, CatalogObject, Kind, ObjectId } from "../catalog/model";
import { quoteName } from "../catalog/names";
import { databaseKinds } from "../catalog/of-database";
import { creationSteps } from "../plan/describe";
import type { Step } from "../plan/model";
import { FileNames } from "./names";
import { type ShortPartitions, shortPartitions } from "./partitions";
import { asSerials } from "./serials";
import { inParagraphs, sectionAt, sections, statementOf } from "./statement";
import { inWords } from "./wording";

export interface SourceText {
  /** Below the source's directory, with slashes. */
  readonly path: string;
  readonly text: string;
}

export interface LayoutOptions {
  /** Tables of journals, and what their file is called and says first. */
  /** `set`: bodies of routines name things without their schema, and are checked where they find them. @default "unset" */
  readonly searchPaths?: "set" | "unset";
  readonly journals: ReadonlyMap<ObjectId, { readonly file: string; readonly header: string }>;
}

/**
 * @param catalog what is written
 * @param from what is there without it, on a server like the one it was read from
 */
export function layOut(catalog: Catalog, from: Catalog, options: LayoutOptions): readonly SourceText[] {
  const written = asSerials(inWords(catalog), from);
  const places = new Places(catalog, options);
  const files = new Map<string, Placed[]>();
  const seen = new Set<ObjectId>();
  const short = shortPartitions(catalog);
  for (const step of creationSteps(written.catalog, written.from)) {
    const isFirst = !seen.has(step.object);
    seen.add(step.object);
    if (isFirst && short.covered.has(step.object)) continue;
    const placed = places.of(
      { ...step, sql: shortened(step, isFirst, short, catalog) },
      isFirst,
      written.catalog,
    );
    files.set(placed.file, [...(files.get(placed.file) ?? []), placed]);
  }
  return [...files]
    .map(([path, list]) => ({
      path,
      text: places.header(path) + searchPath(list, options) + inParagraphs(inOrder(list)),
    }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** The step's statement, where a partition needs no more than a line. */
function shortened(
  { object, sql }: Step,
  isFirst: boolean,
  short: ShortPartitions,
  { objects }: Catalog,
): string {
  const table = objects.get(object)?.parent;
  // No partition is made otherwise than by PARTITION OF, so the index may be theirs from the start.
  if (objects.get(object)?.kind === "index" && table && short.whole.has(table))
    return sql.replace(/^(CREATE (?:UNIQUE )?INDEX (?:"(?:[^"]|"")+"|[^\s"]+)) ON ONLY /, "$1 ON ");
  return (isFirst && short.statements.get(object)) || sql;
}

/** A setting of a file holds for its statements, whose own names are all qualified. */
function searchPath(list: readonly Placed[], { searchPaths = "unset" }: LayoutOptions): string {
  const schema = list.find(({ routineOf }) => routineOf !== null)?.routineOf ?? null;
  return searchPaths === "unset" || schema === null
    ? ""
    : `SET search_path = ${quoteName(schema)}, public;\n\n`;
}

interface Placed {
  readonly file: string;
  /** Of a routine: its Postgres schema. */
  readonly routineOf: string | null;
  /** The table, view or routine it stands with. */
  readonly unit: ObjectId;
  readonly section: number;
  /** Of comments: the table's own first, then its columns as they stand. */
  readonly rank: number;
  readonly text: string;
}

/** Unit by unit as the plan makes them, in each section by section. */
function inOrder(list: readonly Placed[]): readonly Placed[] {
  const units = [...new Set(list.map(({ unit }) => unit))];
  const position = new Map(units.map((unit, at) => [unit, at]));
  const at = ({ unit }: Placed): number => position.get(unit) ?? 0;
  return list
    .map((placed, index) => ({ placed, index }))
    .sort(
      (left, right) =>
        at(left.placed) - at(right.placed) ||
        left.placed.section - right.placed.section ||
        left.placed.rank - right.placed.rank ||
        left.index - right.index,
    )
    .map(({ placed }) => placed);
}

/** Kinds that a source has few of: together in one file. */
const together: Partial<Record<Kind, string>> = {
  operator: "operators",
  "operator family": "operators",
  "operator class": "operators",
  collation: "collations",
  conversion: "conversions",
  "text search parser": "text-search",
  "text search template": "text-search",
  "text search dictionary": "text-search",
  "text search configuration": "text-search",
};

const folders: Partial<Record<Kind, string>> = {
  function: "functions/",
  procedure: "functions/",
  aggregate: "functions/",
  enum: "types/",
  domain: "types/",
  composite: "types/",
  range: "types/",
};

class Places {
  private readonly names = new FileNames();
  private readonly headers = new Map<string, string>();
  private readonly schemas: readonly string[];
  /** Trigger functions that one table alone calls → that table. */
  private readonly callers: ReadonlyMap<ObjectId, ObjectId>;
  /** Column → its place among all of them. */
  private readonly positions: ReadonlyMap<ObjectId, number>;
  /** Indexes of partitioned tables that not all partitions have. */
  private readonly unshared: ReadonlySet<ObjectId>;
  /** Partition → the table above it. */
  private readonly above: ReadonlyMap<ObjectId, ObjectId>;

  constructor(
    private readonly catalog: Catalog,
    private readonly options: LayoutOptions,
  ) {
    this.schemas = schemasOf(catalog);
    this.callers = soleCallers(catalog);
    this.above = partitionsIn(catalog);
    this.unshared = unsharedIndexes(catalog, this.above);
    this.positions = new Map(
      [...catalog.objects.values()]
        .filter(({ kind }) => kind === "column")
        .map(({ id }, position) => [id, position]),
    );
    // Taken before any table of that name comes.
    for (const name of ["extensions", "database"]) this.names.name(name, "", name, ".sql");
    for (const schema of this.schemas)
      for (const name of ["schema", ...new Set(Object.values(together))])
        this.names.name(`${name} of ${schema}`, this.folder(schema), name, ".sql");
    // In the order of the catalog, so that which of two gets a number follows from nothing else; plain names stay as they are.
    const tops = [...catalog.objects.values()].filter(({ parent }) => parent === null);
    for (const top of tops) if (isLowerCase(top)) this.fileOf(top);
    for (const top of tops) this.fileOf(top);
  }

  of(step: Step, isFirst: boolean, written: Catalog): Placed {
    const object = written.objects.get(step.object) ?? this.catalog.objects.get(step.object);
    const top = object === undefined ? undefined : this.top(object);
    const unit = top === undefined ? undefined : this.unitOf(top);
    const isGuest = top !== undefined && unit !== undefined && top.id !== unit.id;
    const own = sectionAt(object, isFirst);
    const section = isGuest && top.kind === "function" ? sections.routine : own;
    return {
      file: top === undefined ? "database.sql" : this.fileOf(top),
      routineOf:
        object?.kind === "function" || object?.kind === "procedure" ? (object.path[0] ?? null) : null,
      unit: this.isLate(object) ? (`${unit?.id} later` as ObjectId) : (unit?.id ?? step.object),
      section,
      rank: section === sections.comment ? this.commentRank(object) : 0,
      text: statementOf(step, written),
    };
  }

  /** An index that a partition shall have no part of comes after that one is attached, which would give it one. */
  private isLate(object: AnyObject | undefined): boolean {
    if (object === undefined) return false;
    const parent = object.parent === null ? undefined : this.catalog.objects.get(object.parent);
    return this.unshared.has(object.id) || (parent !== undefined && this.unshared.has(parent.id));
  }

  private commentRank(comment: AnyObject | undefined): number {
    const on = comment?.parent ? this.catalog.objects.get(comment.parent) : undefined;
    return on?.kind === "column" ? (this.positions.get(on.id) ?? 0) : on?.parent ? this.positions.size : -1;
  }

  header(path: string): string {
    return this.headers.get(path) ?? "";
  }

  private top(object: AnyObject): AnyObject {
    const parent = object.parent === null ? undefined : this.catalog.objects.get(object.parent);
    return parent === undefined ? object : this.top(parent);
  }

  /** A table's own sequence and the trigger function that only it calls stand with the table. */
  private unitOf(top: AnyObject): AnyObject {
    const host = this.hostOf(top);
    return (host !== undefined && this.catalog.objects.get(host)) || top;
  }

  private hostOf(top: AnyObject): ObjectId | undefined {
    if (top.kind === "function") return this.callers.get(top.id);
    if (top.kind !== "sequence" || top.attributes.ownedBy === null) return undefined;
    return this.catalog.objects.get(top.attributes.ownedBy)?.parent ?? undefined;
  }

  private fileOf(top: AnyObject): string {
    if (top.kind === "extension") return this.names.name("extensions", "", "extensions", ".sql");
    if (databaseKinds.has(top.kind)) return this.names.name("database", "", "database", ".sql");
    const [schema = "", name = ""] = top.path;
    const folder = this.folder(schema);
    const shared = together[top.kind];
    if (shared !== undefined) return this.names.name(`${shared} of ${schema}`, folder, shared, ".sql");
    if (top.kind === "schema" || top.kind === "default privilege" || name === "")
      return this.names.name(`schema of ${schema}`, folder, "schema", ".sql");
    return this.fileOfNamed(top, folder);
  }

  private fileOfNamed(top: AnyObject, folder: string): string {
    const host = this.hostOf(top) ?? this.above.get(top.id);
    const hosting = host === undefined ? undefined : this.catalog.objects.get(host);
    if (hosting !== undefined) return this.fileOf(hosting);
    const journal = this.options.journals.get(top.id);
    const [schema = "", name = ""] = top.path;
    if (journal !== undefined) {
      const key = `journal ${journal.file} of ${schema}`;
      const file = this.names.name(key, `${folder}journals/`, journal.file, ".sql");
      this.headers.set(file, journal.header);
      return file;
    }
    const kindFolder = folders[top.kind] ?? "";
    // Routines of one name stand together, whatever their arguments are.
    const key = `${kindFolder}${schema}\0${name}`;
    return this.names.name(key, `${folder}${kindFolder}`, name, ".sql");
  }

  /** One Postgres schema needs no folder. */
  private folder(schema: string): string {
    return this.schemas.length < 2 ? "" : `${this.names.name(`folder ${schema}`, "", schema, "")}/`;
  }
}

const isLowerCase = ({ path }: AnyObject): boolean => path.every((name) => name === name.toLowerCase());

function schemasOf({ objects }: Catalog): readonly string[] {
  const names = [...objects.values()].flatMap(({ kind, path: [schema = ""], parent }) =>
    parent !== null || kind === "extension" || kind === "schema" || databaseKinds.has(kind) ? [] : [schema],
  );
  const own = [...objects.values()].flatMap(({ kind, path: [schema = ""] }) =>
    kind === "schema" && schema !== "public" ? [schema] : [],
  );
  return [...new Set([...names, ...own])].sort();
}

function partitionsIn({ objects }: Catalog): ReadonlyMap<ObjectId, ObjectId> {
  return new Map(
    [...objects.values()].flatMap((object): [ObjectId, ObjectId][] =>
      object.kind === "attachment" && object.attributes.as === "partition" && object.parent !== null
        ? [[object.parent, object.attributes.to]]
        : [],
    ),
  );
}

function unsharedIndexes(
  { objects }: Catalog,
  above: ReadonlyMap<ObjectId, ObjectId>,
): ReadonlySet<ObjectId> {
  const partitions = new Map<ObjectId, number>();
  for (const table of above.values()) partitions.set(table, (partitions.get(table) ?? 0) + 1);
  const shares = new Map<ObjectId, number>();
  for (const object of objects.values())
    if (object.kind === "attachment" && object.attributes.as === "index")
      shares.set(object.attributes.to, (shares.get(object.attributes.to) ?? 0) + 1);
  return new Set(
    [...objects.values()].flatMap(({ kind, id, parent }) =>
      kind === "index" && parent !== null && (partitions.get(parent) ?? 0) > (shares.get(id) ?? 0)
        ? [id]
        : [],
    ),
  );
}

function soleCallers({ objects, dependencies }: Catalog): ReadonlyMap<ObjectId, ObjectId> {
  const users = new Map<ObjectId, Set<ObjectId>>();
  for (const [id, on] of dependencies) {
    const user = objects.get(id);
    if (user === undefined) continue;
    for (const needed of on) {
      const routine = objects.get(needed);
      if (!isTriggerFunction(routine)) continue;
      const caller = user.kind === "trigger" && user.parent !== null ? user.parent : id;
      if (user.parent !== needed) users.set(needed, (users.get(needed) ?? new Set()).add(caller));
    }
  }
  return new Map(
    [...users].flatMap(([routine, callers]): [ObjectId, ObjectId][] => {
      const [caller] = callers;
      const table = caller === undefined ? undefined : objects.get(caller);
      const sameSchema = table?.path[0] === objects.get(routine)?.path[0];
      return callers.size === 1 && table?.kind === "table" && sameSchema ? [[routine, table.id]] : [];
    }),
  );
}

const isTriggerFunction = (object: AnyObject | undefined): object is CatalogObject<"function"> =>
  object?.kind === "function" && object.attributes.returns === "trigger";
