// Comments on objects of any kind: pg_description.

import type { AnyObject } from "../../../catalog/model";
import { attachedId, identityOf, notNullOf, quoteName, quotePath } from "../../../catalog/names";
import { notNullOn } from "../../../catalog/not-null";
import { spell } from "../../../catalog/spelling";
import { type CatalogBuilder, catalogKey } from "../builder";
import { pgClass, pgConstraint } from "../classes";
import { type CatalogQuery, inScope } from "../query";

interface Row {
  class: number;
  oid: number;
  column: number;
  columnName: string | null;
  text: string;
}

export const commentQuery: CatalogQuery<Row> = {
  // The comment that initdb puts on `public` is nobody's.
  sql: (scope) => `
    SELECT d.classoid::int8::int AS class, d.objoid AS oid, d.objsubid AS column, a.attname AS "columnName", d.description AS text
    FROM pg_catalog.pg_description d
    LEFT JOIN pg_catalog.pg_attribute a ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid > 0
      AND a.attrelid = d.objoid AND a.attnum = d.objsubid
    WHERE (d.objoid >= 16384 OR (d.classoid = 'pg_catalog.pg_namespace'::regclass AND d.description <> 'standard public schema'
      AND d.objoid IN (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE ${inScope(scope)})))
      AND d.classoid <> 'pg_catalog.pg_extension'::regclass`,
  read: (rows, builder) => {
    for (const row of rows) addComment(row, builder);
  },
};

function addComment(row: Row, builder: CatalogBuilder): void {
  const id = builder.keys.get(catalogKey(row.class, row.oid, row.column));
  const object = id && builder.objects.get(id);
  if (!object || object.kind === "extension") return;
  const { target, on } = commentTarget(row, object);
  const commentId = attachedId("comment", target);
  builder.add(
    {
      kind: "comment",
      id: commentId,
      path: object.path,
      parent: object.id,
      attributes: { text: row.text, on },
    },
    null,
  );
}

/** Columns of views and composite types are no objects; their comments belong to the view or type. */
function commentTarget(row: Row, object: AnyObject): { target: string; on: string } {
  if (row.class === pgClass && row.column === 0 && object.kind === "column" && object.attributes.identity)
    return {
      target: identityOf(object.id),
      on: `SEQUENCE ${quotePath(object.attributes.identity.sequence)}`,
    };
  const constraint = row.class === pgConstraint ? notNullOn(object) : null;
  if (constraint) {
    const on =
      object.kind === "domain" ? `DOMAIN ${quotePath(object.path)}` : quotePath(object.path.slice(0, -1));
    return { target: notNullOf(object.id), on: `CONSTRAINT ${quoteName(constraint.name)} ON ${on}` };
  }
  // The index behind a key has a comment beside that of the key.
  if (row.class === pgClass && object.kind === "constraint") {
    const name = quotePath([object.path[0] ?? "", object.path.at(-1) ?? ""]);
    return { target: `index ${name}`, on: `INDEX ${name}` };
  }
  if (row.class !== pgClass || row.column === 0 || object.kind === "column")
    return { target: object.id, on: spell(object) };
  const name = quotePath([...object.path, row.columnName ?? ""]);
  return { target: `column ${name}`, on: `COLUMN ${name}` };
}
