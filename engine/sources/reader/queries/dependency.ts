// Dependencies between objects: pg_depend (manual 52.18). Sent as texts, because rows by the ten thousand cost more than splitting.
import type { ObjectId } from "../../../catalog/model";
import { attachmentId } from "../../../catalog/names";
import type { CatalogBuilder, CatalogKey } from "../builder";
import { pgNamespace, pgTrigger } from "../classes";
import type { CatalogQuery } from "../query";

interface Row {
  edges: string;
}

export const dependencyQuery: CatalogQuery<Row> = {
  // Objects below 16384 are Postgres's own (FirstNormalObjectId): nothing that is planned can remove them.
  sql: () => `
    SELECT pg_catalog.string_agg(classid::int8 || ':' || objid::int8 || ':' || objsubid || '>' || refclassid::int8 || ':' || refobjid::int8 || ':' || refobjsubid, ',') AS edges
    FROM pg_catalog.pg_depend
    WHERE objid >= 16384 AND refobjid >= 16384 AND deptype IN ('n', 'a', 'i', 'P', 'S') AND refclassid <> ${pgNamespace}
      AND NOT (classid = ${pgTrigger} AND deptype = 'i')
    GROUP BY objid::int8 / 1000`,
  inParts: true,
  read: (rows, builder) => {
    for (const { edges } of rows) for (const edge of edges.split(",")) addEdge(edge, builder);
  },
};

function addEdge(edge: string, builder: CatalogBuilder): void {
  const arrow = edge.indexOf(">");
  const on = find(builder, edge.slice(arrow + 1));
  if (!on) return;
  const key = edge.slice(0, arrow) as CatalogKey;
  const dependent = find(builder, key);
  // What hangs on an extension is mostly its own: operator family entries and the like.
  if (!dependent) {
    if (builder.objects.get(on)?.kind !== "extension") builder.strangers.push({ key, on });
  }
  // OWNED BY ties a sequence's end to its column's; the sequence itself can exist before the column does.
  else if (builder.objects.get(dependent)?.kind !== "sequence" && !isPartOf(dependent, on, builder))
    builder.depend(dependent, on);
}

/** A partition can exist without the table above: what ties them is the attachment, an object of its own. */
function isPartOf(dependent: ObjectId, on: ObjectId, builder: CatalogBuilder): boolean {
  if (builder.objects.has(attachmentId(dependent, on))) return true;
  const object = builder.objects.get(dependent);
  return object?.kind === "constraint" && object.attributes.inheritedFrom === on;
}

/** A column that is no object of its own stands for its relation. */
function find(builder: CatalogBuilder, key: string): ObjectId | undefined {
  const known = builder.keys.get(key as CatalogKey);
  if (known !== undefined || key.endsWith(":0")) return known;
  return builder.keys.get(`${key.slice(0, key.lastIndexOf(":"))}:0` as CatalogKey);
}
