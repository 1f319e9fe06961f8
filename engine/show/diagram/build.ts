// The diagram of a schema, or of a plan: boxes and lines from one catalog or two. Pure, and the same for the same catalogs.
import type { AnyObject, Catalog, CatalogObject, ObjectId } from "../../catalog/model";
import { kindOf } from "../../catalog/names";
import type { Step } from "../../plan/model";
import { linesOf } from "./lines";
import { bothSides, oneSide, type Sides } from "./marks";
import type { Diagram, DiagramBox, DiagramLine, DiagramNote, DiagramRow } from "./model";
import { childrenOf, familyOf, foreignKeysOf, type Parts, readBy } from "./parts";
import { rowsOf } from "./rows";

/** The diagram of one schema. */
export function catalogDiagram(catalog: Catalog): Diagram {
  return build(oneSide(catalog), false);
}

/**
 * The diagram of a plan: everything of both sides, with what is added, changed and dropped.
 * @param live under the names that the plan's renames give, as `PlannedSchema` has it
 */
export function planDiagram(live: Catalog, desired: Catalog, steps: readonly Step[]): Diagram {
  return build(bothSides(live, desired, steps), true);
}

function build(sides: Sides, isPlan: boolean): Diagram {
  const ids = new Set<ObjectId>(sides.after.boxes.map(({ id }) => id));
  for (const { id } of sides.before?.boxes ?? []) ids.add(id);
  const known = [...ids].map((id) => boxOf(sides, id));
  const rows = new Map(known.map((box) => [box.id, box.rows]));
  const found = linesOf(sides, rows);
  const outside = outsideBoxes(sides, found, rows);
  const { lines, labels } = withoutHubs(found, known);
  const boxes = known.map((box) => ({ ...box, rows: labelled(box, labels) }));
  const all = [...boxes, ...outside].sort(byName);
  const schemas = [...new Set(all.map(({ schema }) => schema))].sort(compare);
  return { schemas, boxes: all, lines, isPlan };
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const byName = (left: DiagramBox, right: DiagramBox): number =>
  compare(left.schema, right.schema) || compare(left.name, right.name) || compare(left.id, right.id);

function boxOf(sides: Sides, id: ObjectId): DiagramBox {
  const isGone = !sides.after.catalog.objects.has(id);
  const parts = isGone && sides.before !== null ? sides.before : sides.after;
  const object = parts.catalog.objects.get(id);
  if (object === undefined) throw new Error(`the diagram lost ${id}`);
  const [schema = "", name = ""] = object.path;
  const former = sides.formerly(id);
  const mark = sides.markWithin(id);
  return {
    id,
    schema,
    name,
    formerName: former === null ? null : (former.split(".").at(-1) ?? null),
    kind: kindOfBox(object),
    rows: rowsOf(sides, id),
    notes: mark === "changed" ? notesOf(sides, id) : [],
    subtitle: subtitleOf(parts, object),
    comment: childrenOf(parts, id, "comment").at(0)?.attributes.text ?? "",
    mark,
  };
}

function kindOfBox(object: AnyObject): DiagramBox["kind"] {
  if (object.kind === "table") return object.attributes.foreign === null ? "table" : "foreign table";
  return object.kind === "view" || object.kind === "materialized view" ? object.kind : "enum";
}

function subtitleOf(parts: Parts, object: AnyObject): string {
  if (object.kind === "view" || object.kind === "materialized view") {
    const names = readBy(parts, object.id).map(({ path }) =>
      path[0] === object.path[0] ? path.slice(1).join(".") : path.join("."),
    );
    return names.length === 0 ? "" : `reads ${names.sort(compare).join(", ")}`;
  }
  if (object.kind !== "table") return "";
  const number = parts.partitions.get(object.id) ?? 0;
  const key = object.attributes.partitionKey;
  const ties = childrenOf(parts, object.id, "attachment").filter(
    ({ attributes }) => attributes.as === "child",
  );
  const heirs = ties.map(({ attributes }) => attributes.to.slice("table ".length)).sort(compare);
  return [
    ...(key === null ? [] : [`by ${key}, ${number} partition${number === 1 ? "" : "s"}`]),
    ...(heirs.length === 0 ? [] : [`inherits ${heirs.join(", ")}`]),
  ].join("; ");
}

/** Parts that have no row and no line of their own. */
function notesOf(sides: Sides, id: ObjectId): readonly DiagramNote[] {
  const notes = new Map<ObjectId, DiagramNote>();
  for (const parts of [sides.before, sides.after]) {
    if (parts === null) continue;
    for (const object of familyOf(parts, id)) {
      const mark = sides.markOf(object.id);
      if (mark !== "same" && !belongsToRow(parts, object))
        notes.set(object.id, { text: noteText(object), mark });
    }
  }
  if (sides.markOf(id) === "changed") notes.set(id, { text: `${kindOf(id)} itself`, mark: "changed" });
  return [...notes.values()].sort((left, right) => compare(left.text, right.text));
}

function belongsToRow(parts: Parts, object: AnyObject): boolean {
  let above: AnyObject | undefined = object;
  while (above !== undefined && above.kind !== "column")
    above = above.parent === null ? undefined : parts.catalog.objects.get(above.parent);
  return above !== undefined;
}

function noteText(object: AnyObject): string {
  if (object.kind === "privilege") return `privileges of ${object.attributes.grantee}`;
  if (object.kind === "comment") return "comment";
  if (object.kind === "owner") return `owner ${object.attributes.role}`;
  if (object.kind === "attachment")
    return `${object.attributes.as === "partition" ? "partition of" : "tie to"} ${object.attributes.to}`;
  if (object.kind === "constraint") return `${object.attributes.type} ${object.path.at(-1)}`;
  return `${object.kind} ${object.path.at(-1)}`;
}

/** Tables that are referred to and not in the scope: a name, and the rows that lines end at. */
function outsideBoxes(
  sides: Sides,
  lines: readonly DiagramLine[],
  rows: ReadonlyMap<string, readonly DiagramRow[]>,
): readonly DiagramBox[] {
  const missing = new Map<string, readonly string[]>();
  for (const parts of [sides.before, sides.after])
    for (const { id } of parts?.boxes ?? [])
      for (const key of parts === null ? [] : foreignKeysOf(parts, id)) {
        const { references } = key.attributes;
        if (references !== null && parts !== null && !rows.has(parts.top(references)))
          missing.set(references, pathOf(key));
      }
  return [...missing]
    .filter(([id]) => lines.some(({ to }) => to === id))
    .map(([id, [schema = "", name = id]]) => ({
      id,
      schema,
      name,
      formerName: null,
      kind: "outside" as const,
      rows: [],
      notes: [],
      subtitle: "outside",
      comment: "",
      mark: "same" as const,
    }));
}

/** Unquoted, from the id of a table that is in no catalog. */
function pathOf({ attributes }: CatalogObject<"constraint">): readonly string[] {
  const text = attributes.references?.slice("table ".length) ?? "";
  return [...text.matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2] ?? "",
  );
}

/** So many boxes refer to one that lines to it would hide all others. */
const hub = { atLeast: 8, share: 0.25 };

/** Lines to hubs are not drawn, unless the plan changes them; the rows they begin at say where they lead. */
function withoutHubs(
  lines: readonly DiagramLine[],
  boxes: readonly DiagramBox[],
): { readonly lines: readonly DiagramLine[]; readonly labels: ReadonlyMap<string, string> } {
  const from = new Map<string, Set<string>>();
  for (const line of lines) {
    if (line.from === line.to) continue;
    from.set(line.to, (from.get(line.to) ?? new Set()).add(line.from));
  }
  const tables = boxes.filter(({ kind }) => kind === "table" || kind === "foreign table").length;
  const isHub = (id: string): boolean =>
    (from.get(id)?.size ?? 0) >= Math.max(hub.atLeast, tables * hub.share);
  const names = new Map(boxes.map(({ id, name }) => [id, name]));
  const labels = new Map<string, string>();
  const kept = lines.map((line) => {
    if (!isHub(line.to) || line.from === line.to || line.mark !== "same" || line.fromRow === null)
      return line;
    labels.set(`${line.fromRow} ${line.from}`, names.get(line.to) ?? line.to);
    return { ...line, isDrawn: false };
  });
  return { lines: kept, labels };
}

function labelled(box: DiagramBox, labels: ReadonlyMap<string, string>): readonly DiagramRow[] {
  return box.rows.map((row, position) => ({ ...row, to: labels.get(`${position} ${box.id}`) ?? null }));
}
