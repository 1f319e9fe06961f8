// Partitions as one would write them: `PARTITION OF`, where all that a partition has is what it gets from the table above,
// under the names that Postgres chooses. One that is different in anything is written out and attached. Pure.
import { sameValue } from "../catalog/equal";
import { groupBy } from "../catalog/group";
import type { AnyObject, Catalog, CatalogObject, ObjectId } from "../catalog/model";
import { chosenName, quotePath } from "../catalog/names";

type Table = CatalogObject<"table">;
type Tie = CatalogObject<"attachment">;

export interface ShortPartitions {
  /** Partition → the statement that makes it. */
  readonly statements: ReadonlyMap<ObjectId, string>;
  /** What those statements make besides: their own statements are left out. */
  readonly covered: ReadonlySet<ObjectId>;
  /** Tables all of whose partitions are written so: an index on one is not ONLY its own. */
  readonly whole: ReadonlySet<ObjectId>;
}

export function shortPartitions(catalog: Catalog): ShortPartitions {
  const children = groupBy(catalog.objects.values(), ({ parent }) => parent);
  const of = (id: ObjectId): readonly AnyObject[] => children.get(id) ?? [];
  const found: Short[] = [];
  const parents = new Set<ObjectId>();
  const long = new Set<ObjectId>();
  for (const tie of catalog.objects.values()) {
    if (tie.kind !== "attachment" || tie.attributes.as !== "partition" || tie.parent === null) continue;
    const [table, above] = [catalog.objects.get(tie.parent), catalog.objects.get(tie.attributes.to)];
    parents.add(tie.attributes.to);
    const given = table?.kind === "table" && above?.kind === "table" ? givenBy(table, above, of) : null;
    if (given === null || table?.kind !== "table" || tie.attributes.detaching) {
      long.add(tie.attributes.to);
      continue;
    }
    const statement = statementOf(table, tie, above);
    found.push({ table: table.id, above: tie.attributes.to, statement, covers: [tie.id, ...given] });
  }
  // Beside one that is attached with indexes of its own, the index above is ONLY its table's, and would give the others none.
  const short = found.filter(({ above }) => !long.has(above));
  return {
    statements: new Map(short.map(({ table, statement }) => [table, statement])),
    covered: new Set(short.flatMap(({ covers }) => covers)),
    whole: new Set([...parents].filter((id) => !long.has(id))),
  };
}

interface Short {
  readonly table: ObjectId;
  readonly above: ObjectId;
  readonly statement: string;
  readonly covers: readonly ObjectId[];
}

function statementOf(table: Table, tie: Tie, above: AnyObject | undefined): string {
  const { partitionKey } = table.attributes;
  const by = partitionKey === null ? "" : ` PARTITION BY ${partitionKey}`;
  return `CREATE TABLE ${quotePath(table.path)} PARTITION OF ${quotePath(above?.path ?? [])} ${tie.attributes.bound}${by}`;
}

type ChildrenOf = (id: ObjectId) => readonly AnyObject[];

/** What the partition has from the table above, or null where that is not all of it. */
function givenBy(table: Table, above: Table, of: ChildrenOf): readonly ObjectId[] | null {
  const { persistence, options, toastOptions, accessMethod, tablespace, foreign } = table.attributes;
  const isPlain =
    persistence === above.attributes.persistence &&
    sameValue([options, toastOptions, accessMethod, tablespace, foreign], [{}, {}, null, null, null]);
  if (!isPlain || !haveSameColumns(table, above, of)) return null;
  const given: ObjectId[] = [];
  const filled = new Set<ObjectId>();
  for (const part of of(table.id)) {
    if (part.kind === "column") {
      given.push(part.id, ...of(part.id).flatMap(({ kind, id }) => (kind === "default" ? [id] : [])));
      continue;
    }
    if (part.kind !== "constraint" && part.kind !== "index") continue;
    const from = counterpart(part, of);
    if (from === null) {
      if (part.kind === "index") continue;
      return null;
    }
    const model = of(above.id).find(({ id }) => id === from.id);
    if (model === undefined || !isChosen(part, model, table)) return null;
    filled.add(model.id);
    given.push(part.id, ...from.ties);
  }
  const isMissing = of(above.id).some(
    ({ id, kind }) => (kind === "constraint" || kind === "index") && !filled.has(id),
  );
  return isMissing ? null : given;
}

/** The constraint or index of the table above that this one belongs to. */
function counterpart(
  part: CatalogObject<"constraint"> | CatalogObject<"index">,
  of: ChildrenOf,
): { readonly id: ObjectId; readonly ties: readonly ObjectId[] } | null {
  const tie = of(part.id).find((child): child is Tie => child.kind === "attachment");
  if (tie !== undefined) return { id: tie.attributes.to, ties: [tie.id] };
  const from = part.kind === "constraint" ? part.attributes.inheritedFrom : null;
  return from === null ? null : { id: from, ties: [] };
}

function haveSameColumns(table: Table, above: Table, of: ChildrenOf): boolean {
  const columns = (id: ObjectId): readonly unknown[] =>
    of(id).flatMap((column) =>
      column.kind === "column"
        ? [
            [
              column.path.at(-1),
              column.attributes,
              of(column.id).find(({ kind }) => kind === "default")?.attributes ?? null,
            ],
          ]
        : [],
    );
  const isPlain = of(table.id).every(
    (column) =>
      column.kind !== "column" ||
      (column.attributes.identity === null &&
        column.attributes.generated === null &&
        column.attributes.statistics === null &&
        sameValue(column.attributes.options, {})),
  );
  return isPlain && sameValue(columns(table.id), columns(above.id));
}

/** Whether it has the name, and all else, that Postgres gives it when it makes it for a new partition. */
function isChosen(part: AnyObject, model: AnyObject, { path: [, table = ""] }: Table): boolean {
  const name = part.path.at(-1);
  if (part.kind === "constraint" && model.kind === "constraint") {
    const { type, columns, definition, indexOptions, indexTablespace } = part.attributes;
    const same = [definition, indexOptions, indexTablespace];
    const { attributes: theirs } = model;
    if (!sameValue(same, [theirs.definition, theirs.indexOptions, theirs.indexTablespace])) return false;
    if (type === "primary key") return name === chosenName(table, null, "pkey");
    if (type === "unique") return name === chosenName(table, columns.join("_"), "key");
    return (type === "foreign key" || type === "check") && name === model.path.at(-1);
  }
  if (part.kind !== "index" || model.kind !== "index") return false;
  const { definition, predicate, options, unique, valid, tablespace, statistics } = part.attributes;
  const { attributes: theirs } = model;
  const [, columns] = /^USING \w+ \(([a-z0-9_]+(?:, [a-z0-9_]+)*)\)$/.exec(definition) ?? [];
  return (
    columns !== undefined &&
    name === chosenName(table, columns.replaceAll(", ", "_"), "idx") &&
    valid &&
    sameValue(
      [definition, predicate, options, unique, tablespace, statistics],
      [theirs.definition, theirs.predicate, theirs.options, theirs.unique, theirs.tablespace, {}],
    )
  );
}
