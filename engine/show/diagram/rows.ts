// The rows of a box: columns of tables and views, labels of enums; those that a plan drops stand where they were. Pure.
import type { AnyObject, CatalogObject, ObjectId } from "../../catalog/model";
import { objectId } from "../../catalog/names";
import type { Sides } from "./marks";
import type { DiagramRow, Key, Mark } from "./model";
import { childrenOf, foreignKeysOf, type Parts, tellingColumn } from "./parts";
import { shortType } from "./types";

type Box = Parts["boxes"][number];

/** One side of a row, before the two sides are put together. */
interface Side {
  readonly name: string;
  readonly type: string;
  readonly keys: readonly Key[];
  readonly details: readonly string[];
}

export function rowsOf(sides: Sides, id: ObjectId): readonly DiagramRow[] {
  const sideIn = (parts: Parts | null): readonly Side[] => {
    const object = parts?.catalog.objects.get(id);
    return parts === null || object === undefined ? [] : sidesOf(parts, object);
  };
  const [before, after] = [sideIn(sides.before), sideIn(sides.after)];
  const isNew = sides.markOf(id) === "added";
  return merged(before, after).map(({ old, wanted, side }) => {
    const mark = isNew ? "added" : markOfRow(sides, id, old, wanted);
    const isChanged = mark === "changed" && old !== undefined;
    return {
      name: side.name,
      formerName: formerName(sides, id, side.name),
      type: side.type,
      formerType: isChanged && old.type !== side.type ? old.type : null,
      keys: side.keys,
      to: null,
      mark,
      details: isChanged ? changedDetails(old, side) : side.details,
    };
  });
}

function formerName(sides: Sides, owner: ObjectId, name: string): string | null {
  const path = sides.after.catalog.objects.get(owner)?.path;
  const former = path === undefined ? null : sides.formerly(objectId("column", [...path, name]));
  return former === null ? null : (former.split(".").at(-1) ?? null);
}

function markOfRow(sides: Sides, owner: ObjectId, old: Side | undefined, wanted: Side | undefined): Mark {
  if (old === undefined) return sides.before === null ? "same" : "added";
  if (wanted === undefined) return "dropped";
  const path = sides.after.catalog.objects.get(owner)?.path ?? [];
  const within = sides.markWithin(objectId("column", [...path, wanted.name]));
  return within !== "same" || old.type !== wanted.type ? "changed" : "same";
}

function changedDetails(old: Side, wanted: Side): readonly string[] {
  const gone = old.details.filter((line) => !wanted.details.includes(line)).map((line) => `before: ${line}`);
  return [...wanted.details, ...gone];
}

interface Pair {
  readonly old: Side | undefined;
  readonly wanted: Side | undefined;
  /** The wanted one, where there is one. */
  readonly side: Side;
}

/** Rows of both sides in the order of the wanted one; what is dropped follows what it followed. */
function merged(before: readonly Side[], after: readonly Side[]): readonly Pair[] {
  const old = new Map(before.map((side) => [side.name, side]));
  const wanted = new Set(after.map(({ name }) => name));
  const pairs: Pair[] = after.map((side) => ({ old: old.get(side.name), wanted: side, side }));
  for (const [position, side] of before.entries()) {
    if (wanted.has(side.name)) continue;
    const previous = before[position - 1]?.name;
    const place = pairs.findIndex((pair) => pair.side.name === previous);
    pairs.splice(place + 1, 0, { old: side, wanted: undefined, side });
  }
  return pairs;
}

function sidesOf(parts: Parts, object: AnyObject): readonly Side[] {
  if (object.kind === "enum")
    return object.attributes.labels.map((name) => ({ name, type: "", keys: [], details: [] }));
  const schema = object.path[0] ?? "";
  if (object.kind === "table") return tableSides(parts, object, schema);
  if (object.kind !== "view" && object.kind !== "materialized view") return [];
  return object.attributes.columns.map(({ name, type }) => ({
    name,
    type: shortType(type, schema),
    keys: [],
    details: [type],
  }));
}

function tableSides(parts: Parts, table: Extract<Box, { kind: "table" }>, schema: string): readonly Side[] {
  const keys = keysOf(parts, table.id);
  return childrenOf(parts, table.id, "column").map((column) => {
    const name = column.path.at(-1) ?? "";
    const { type, notNull } = column.attributes;
    return {
      name,
      type: `${shortType(type, schema)}${notNull ? "" : "?"}`,
      keys: keys(name),
      details: detailsOf(parts, column),
    };
  });
}

function keysOf(parts: Parts, table: ObjectId): (column: string) => readonly Key[] {
  const constraints = childrenOf(parts, table, "constraint");
  const primary = constraints.filter(({ attributes }) => attributes.type === "primary key");
  const unique = constraints.filter(
    ({ attributes }) => attributes.type === "unique" && attributes.columns.length === 1,
  );
  const foreign = foreignKeysOf(parts, table);
  const telling = new Set(foreign.map((key) => tellingColumn(parts, key, foreign)));
  const has = (column: string) => (constraint: CatalogObject<"constraint">) =>
    constraint.attributes.columns.includes(column);
  return (column) => [
    ...(primary.some(has(column)) ? (["PK"] as const) : []),
    ...(telling.has(column) ? (["FK"] as const) : []),
    ...(unique.some(has(column)) ? (["UK"] as const) : []),
  ];
}

function detailsOf(parts: Parts, column: CatalogObject<"column">): readonly string[] {
  const { type, notNull, identity, generated } = column.attributes;
  const [set] = childrenOf(parts, column.id, "default");
  const [comment] = childrenOf(parts, column.id, "comment");
  return [
    `${type}, ${notNull ? "not null" : "may be null"}`,
    ...(identity === null ? [] : [`identity, generated ${identity.always ? "always" : "by default"}`]),
    ...(generated === null ? [] : [`generated as ${generated.expression}`]),
    ...(set === undefined ? [] : [`default ${set.attributes.expression}`]),
    ...(comment === undefined ? [] : [comment.attributes.text]),
  ];
}
