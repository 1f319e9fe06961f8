// How values of a type become values of another type of the same name, while the old one still exists under a reserved name.
// Postgres knows no cast between the two: text carries what it can, fields go one by one where their order or number differs. Pure.
import type { AnyObject, AttributesOf, Catalog, ObjectId } from "../catalog/model";
import { quoteName } from "../catalog/names";

interface Sides {
  readonly live: Catalog;
  readonly desired: Catalog;
}

type Fields = AttributesOf["composite"]["fields"];

/** The expression after USING for `value`, a column or a field of type `type` on both sides. */
export function conversion(value: string, type: string, sides: Sides): string {
  if (type.endsWith("[]")) return `${value}::text[]::${type}`;
  const before = fieldsOf(type, sides.live);
  const after = fieldsOf(type, sides.desired);
  return before === null || after === null || isReadable(type, sides)
    ? `${value}::text::${type}`
    : rowOf(value, type, before, after, sides);
}

/** Whether the text of every old value can be read as a new one: nothing but the fields' types differs. */
export function isReadable(type: string, sides: Sides): boolean {
  const element = type.replace(/\[\]$/, "");
  const before = fieldsOf(element, sides.live);
  const after = fieldsOf(element, sides.desired);
  if (before === null || after === null) return true;
  return (
    before.length === after.length &&
    after.every(
      ({ name, type: inner }, position) => before[position]?.name === name && isReadable(inner, sides),
    )
  );
}

function rowOf(value: string, type: string, before: Fields, after: Fields, sides: Sides): string {
  const fields = after.map(({ name, type: inner }) => {
    const was = before.find((field) => field.name === name);
    if (!was) return "NULL";
    const field = `(${value}).${quoteName(name)}`;
    if (was.type === inner && fieldsOf(inner, sides.desired) !== null) return conversion(field, inner, sides);
    return `${field}::text::${inner}`;
  });
  // IS NULL would also hold for a row of nulls.
  return `CASE WHEN ${value} IS NOT DISTINCT FROM NULL THEN NULL ELSE ROW(${fields.join(", ")})::${type} END`;
}

function fieldsOf(type: string, catalog: Catalog): Fields | null {
  const object: AnyObject | undefined = catalog.objects.get(`composite ${type}` as ObjectId);
  return object?.kind === "composite" ? object.attributes.fields : null;
}
