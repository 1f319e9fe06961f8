// Columns as one would write them: `bigserial` for a sequence of the column's own that has nothing said of it. Pure.
import type { AnyObject, Catalog, CatalogObject, ObjectId } from "../catalog/model";
import { attachedId, chosenName, objectId, quotePath, quoteText } from "../catalog/names";

/** Type of the column → its pseudo-type, and the greatest value of its sequence (manual 8.1.4). */
const serials: Readonly<Record<string, { readonly name: string; readonly maximum: string }>> = {
  smallint: { name: "smallserial", maximum: "32767" },
  integer: { name: "serial", maximum: "2147483647" },
  bigint: { name: "bigserial", maximum: "9223372036854775807" },
};

interface Serial {
  readonly column: CatalogObject<"column">;
  readonly sequence: CatalogObject<"sequence">;
  readonly byDefault: ObjectId;
  readonly name: string;
}

/** What there is to make, and what making a column makes with it. */
export interface Written {
  readonly catalog: Catalog;
  readonly from: Catalog;
}

/** The same two catalogs, where a column makes its sequence and its default: both count as there before. */
export function asSerials(catalog: Catalog, from: Catalog): Written {
  const tied = tiedTables(catalog);
  const found = [...catalog.objects.values()].flatMap((object) => {
    const isOwn = object.kind === "column" && object.parent !== null && !tied.has(object.parent);
    const serial = isOwn ? serialOf(object, catalog) : null;
    return serial === null ? [] : [serial];
  });
  const objects = new Map(catalog.objects);
  const before = new Map(from.objects);
  const dependencies = new Map(catalog.dependencies);
  for (const { column, sequence, byDefault, name } of found) {
    objects.set(column.id, { ...column, attributes: { ...column.attributes, type: name } });
    objects.delete(byDefault);
    // It has the owner of its table, and is given none by itself.
    objects.delete(attachedId("owner", sequence.id));
    dependencies.delete(byDefault);
    const alone: AnyObject = { ...sequence, attributes: { ...sequence.attributes, ownedBy: null } };
    objects.set(sequence.id, alone);
    dependencies.set(sequence.id, withoutColumn(dependencies.get(sequence.id), column));
    before.set(sequence.id, alone);
  }
  return { catalog: { ...catalog, objects, dependencies }, from: { ...from, objects: before } };
}

function withoutColumn(on: readonly ObjectId[] | undefined, column: AnyObject): readonly ObjectId[] {
  return (on ?? []).filter((id) => id !== column.id && id !== column.parent);
}

function serialOf(column: CatalogObject<"column">, catalog: Catalog): Serial | null {
  const known = serials[column.attributes.type];
  const [schema = "", table = "", name = ""] = column.path;
  if (known === undefined || !column.attributes.notNull) return null;
  const parent = column.parent === null ? undefined : catalog.objects.get(column.parent);
  if (parent?.kind !== "table") return null;
  const path = [schema, chosenName(table, name, "seq")];
  const sequence = catalog.objects.get(objectId("sequence", path));
  const byDefault = catalog.objects.get(objectId("default", column.path));
  if (sequence?.kind !== "sequence" || byDefault?.kind !== "default") return null;
  const { ownedBy, persistence, ...parameters } = sequence.attributes;
  const isPlain =
    ownedBy === column.id &&
    persistence === parent.attributes.persistence &&
    parameters.dataType === column.attributes.type &&
    parameters.maximum === known.maximum &&
    [parameters.start, parameters.increment, parameters.minimum, parameters.cache].every(
      (value) => value === "1",
    ) &&
    !parameters.cycle;
  const isItsNext = byDefault.attributes.expression === `nextval(${quoteText(quotePath(path))}::regclass)`;
  if (!isPlain || !isItsNext || parent.attributes.foreign !== null) return null;
  return { column, sequence, byDefault: byDefault.id, name: known.name };
}

/** What a partition or an heir has from above is not for it to say. */
function tiedTables({ objects }: Catalog): ReadonlySet<ObjectId> {
  return new Set(
    [...objects.values()].flatMap(({ kind, parent }) =>
      kind === "attachment" && parent !== null ? [parent] : [],
    ),
  );
}
