// Constraints of tables and domains: pg_constraint. Not-null constraints are properties of their columns and domains.

import type { AttributesOf } from "../../../catalog/model";
import { objectId } from "../../../catalog/names";
import { plainNotNull } from "../../../catalog/not-null";
import { type CatalogBuilder, catalogKey } from "../builder";
import { pgClass, pgConstraint, pgType } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember, parseOptions } from "../query";

interface Row {
  oid: number;
  relation: number;
  domain: number;
  name: string;
  type: "p" | "u" | "f" | "c" | "x" | "n";
  definition: string;
  deferrable: boolean;
  deferred: boolean;
  enforced: boolean;
  validated: boolean;
  noInherit: boolean;
  columns: number[] | null;
  references: string[] | null;
  index: number;
  indexOptions: string[] | null;
  indexTablespace: string | null;
  /** Of what compares with operators, each column or expression of its key; both are of the same length. */
  keys: string[] | null;
  operators: string[] | null;
  predicate: string | null;
  /** Made by Postgres for each partition of the table that a foreign key refers to. */
  clone: boolean;
}

/** `n`: a not-null constraint (of domains since PG17, of tables since PG18) is a property of its column or domain. */
const types = { p: "primary key", u: "unique", f: "foreign key", c: "check", x: "exclude" } as const;

export const constraintQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT k.oid, k.conrelid AS relation, k.contypid AS domain, k.conname AS name, k.contype AS type,
      pg_catalog.pg_get_constraintdef(k.oid) AS definition, k.condeferrable AS deferrable, k.condeferred AS deferred,
      ${scope.serverMajor >= 18 ? "k.conenforced" : "true"} AS enforced, k.convalidated AS validated,
      k.connoinherit AS "noInherit", k.conkey AS columns,
      CASE k.contype WHEN 'f' THEN ARRAY[fn.nspname::text, fc.relname::text] END AS references,
      CASE WHEN k.contype IN ('p', 'u', 'x') THEN k.conindid ELSE 0 END AS index,
      i.reloptions AS "indexOptions", ts.spcname AS "indexTablespace",
      CASE WHEN k.conexclop IS NOT NULL THEN ARRAY(SELECT pg_catalog.pg_get_indexdef(k.conindid, p, false)
        FROM pg_catalog.generate_series(1, pg_catalog.array_length(k.conexclop, 1)) p) END AS keys,
      CASE WHEN k.conexclop IS NOT NULL THEN ARRAY(SELECT pg_catalog.format('OPERATOR(%I.%s)', pn.nspname, o.oprname)
        FROM pg_catalog.unnest(k.conexclop) WITH ORDINALITY e (operator, position) JOIN pg_catalog.pg_operator o ON o.oid = e.operator
        JOIN pg_catalog.pg_namespace pn ON pn.oid = o.oprnamespace ORDER BY e.position) END AS operators,
      CASE WHEN k.conexclop IS NOT NULL THEN (SELECT pg_catalog.pg_get_expr(x.indpred, x.indrelid)
        FROM pg_catalog.pg_index x WHERE x.indexrelid = k.conindid) END AS predicate,
      k.contype = 'f' AND k.conparentid <> 0 AND EXISTS (SELECT FROM pg_catalog.pg_constraint o
        WHERE o.oid = k.conparentid AND o.conrelid = k.conrelid) AS clone
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
    LEFT JOIN pg_catalog.pg_class fc ON k.contype = 'f' AND fc.oid = k.confrelid
    LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace
    LEFT JOIN pg_catalog.pg_class i ON k.contype IN ('p', 'u', 'x') AND i.oid = k.conindid
    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = i.reltablespace
    WHERE k.contype IN ('p', 'u', 'f', 'c', 'x', 'n') AND ${inScope(scope)} AND ${notExtensionMember("pg_constraint", "k.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      if (row.clone) builder.internal.add(catalogKey(pgConstraint, row.oid));
      else if (row.type === "n") nameNotNull(row, builder);
      else addConstraint(row, row.type, builder);
    }
  },
};

function nameNotNull(row: Row, builder: CatalogBuilder): void {
  const [number = 0] = row.columns ?? [];
  const id = builder.keys.get(
    row.relation ? catalogKey(pgClass, row.relation, number) : catalogKey(pgType, row.domain),
  );
  if (!id) return;
  builder.keys.set(catalogKey(pgConstraint, row.oid), id);
  const object = builder.objects.get(id);
  if (!object) return;
  const { name, noInherit, validated } = row;
  if (name === plainNotNull(object).name && validated && !noInherit) return;
  const notNullConstraint = { name, noInherit, validated };
  if (object.kind === "column")
    builder.objects.set(id, { ...object, attributes: { ...object.attributes, notNullConstraint } });
  if (object.kind === "domain")
    builder.objects.set(id, { ...object, attributes: { ...object.attributes, notNullConstraint } });
}

function addConstraint(row: Row, type: keyof typeof types, builder: CatalogBuilder): void {
  const relation = builder.relations.get(row.relation);
  const parent = relation?.id ?? builder.keys.get(catalogKey(pgType, row.domain));
  const owner = parent && builder.objects.get(parent);
  if (!owner || !parent) return;
  const columns = (row.columns ?? []).map((number) => relation?.columns.get(number) ?? "");
  const path = [...owner.path, row.name];
  const id = objectId("constraint", path);
  const attributes = constraintAttributes(row, type, columns);
  builder.add({ kind: "constraint", id, path, parent, attributes }, catalogKey(pgConstraint, row.oid));
  // Postgres ties a foreign key to the columns it refers to; the persistence of the whole table matters to it, too.
  if (attributes.references && builder.objects.has(attributes.references))
    builder.depend(id, attributes.references);
  if (row.index) builder.keys.set(catalogKey(pgClass, row.index), id);
  if (row.keys) {
    const elements = row.keys.map((key, position) => ({ key, operator: row.operators?.[position] ?? "=" }));
    builder.exclusions.set(id, { elements, predicate: row.predicate });
  }
  for (const number of row.columns ?? []) {
    const column = builder.keys.get(catalogKey(pgClass, row.relation, number));
    if (column) builder.depend(id, column);
  }
}

function constraintAttributes(
  row: Row,
  type: keyof typeof types,
  columns: readonly string[],
): AttributesOf["constraint"] {
  return {
    type: types[type],
    definition: withoutState(row),
    deferrable: row.deferrable,
    initiallyDeferred: row.deferred,
    enforced: row.enforced,
    validated: row.validated,
    // Postgres keeps no order for a check's columns.
    columns: row.type === "c" ? [...columns].sort() : columns,
    references: row.references ? objectId("table", row.references) : null,
    indexOptions: parseOptions(row.indexOptions),
    indexTablespace: row.indexTablespace,
    inheritedFrom: null,
  };
}

/** Cuts the endings that `pg_get_constraintdef` adds for state which is compared by itself. */
function withoutState(row: Row): string {
  let text = row.definition;
  const endings = [
    ...(row.enforced ? [] : [" NOT ENFORCED"]),
    ...(row.validated || !row.enforced ? [] : [" NOT VALID"]),
    ...(row.deferred ? [" INITIALLY DEFERRED"] : []),
    ...(row.deferrable ? [" DEFERRABLE"] : []),
  ];
  for (const ending of endings) if (text.endsWith(ending)) text = text.slice(0, -ending.length);
  if (row.indexOptions === null) return text;
  // `WITH (…)` stands before a WHERE of an exclusion constraint, and last otherwise.
  const start = text.lastIndexOf(" WITH (");
  const end = text.indexOf(")", start);
  return start < 0 ? text : text.slice(0, start) + text.slice(end + 1);
}
