// The lines of a diagram: foreign keys, with the rows they meet and how many rows of each side belong together. Pure.
import type { CatalogObject, ObjectId } from "../../catalog/model";
import type { Sides } from "./marks";
import type { DiagramLine, DiagramRow } from "./model";
import { childrenOf, foreignKeysOf, type Parts, tellingColumn } from "./parts";
import { referencedColumns } from "./types";

type Rows = ReadonlyMap<string, readonly DiagramRow[]>;

export function linesOf(sides: Sides, rows: Rows): readonly DiagramLine[] {
  const lines = new Map<ObjectId, DiagramLine>();
  for (const parts of [sides.before, sides.after]) {
    if (parts === null) continue;
    for (const { id, kind } of parts.boxes) {
      if (kind !== "table") continue;
      for (const key of foreignKeysOf(parts, id)) lines.set(key.id, lineOf(parts, key, sides, rows));
    }
  }
  return [...lines].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, line]) => line);
}

function lineOf(parts: Parts, key: CatalogObject<"constraint">, sides: Sides, rows: Rows): DiagramLine {
  const { parent, attributes } = key;
  const [from, to] = [parent ?? key.id, parts.top(attributes.references ?? key.id)];
  const telling = parent === null ? "" : tellingColumn(parts, key, foreignKeysOf(parts, parent));
  const referred = referencedColumns(key)[attributes.columns.indexOf(telling)];
  return {
    name: key.id.slice("constraint ".length),
    from,
    to,
    fromRow: positionOf(rows, from, telling),
    toRow: positionOf(rows, to, referred),
    columns: attributes.columns,
    source: isKey(parts, from as ObjectId, attributes.columns) ? "one" : "many",
    target: isRequired(parts, from as ObjectId, attributes.columns) ? "one" : "none or one",
    mark: sides.markOf(key.id),
    isDrawn: true,
  };
}

function positionOf(rows: Rows, box: string, column: string | undefined): number | null {
  const position = (rows.get(box) ?? []).findIndex(({ name }) => name === column);
  return position === -1 ? null : position;
}

function isKey(parts: Parts, table: ObjectId, columns: readonly string[]): boolean {
  return childrenOf(parts, table, "constraint").some(
    ({ attributes }) =>
      (attributes.type === "primary key" || attributes.type === "unique") &&
      attributes.columns.every((column) => columns.includes(column)),
  );
}

function isRequired(parts: Parts, table: ObjectId, columns: readonly string[]): boolean {
  const own = childrenOf(parts, table, "column").filter(({ path }) => columns.includes(path.at(-1) ?? ""));
  return own.length > 0 && own.every(({ attributes }) => attributes.notNull);
}
