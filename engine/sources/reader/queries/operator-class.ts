// Operator families and classes with their members: pg_opfamily, pg_opclass, pg_amop, pg_amproc (manual 36.16). A member belongs
// to what pg_depend says: to its class, or loosely to the family, as ALTER OPERATOR FAMILY … ADD leaves it.
import type { AttributesOf } from "../../../catalog/model";
import { objectId } from "../../../catalog/names";
import { type CatalogKey, catalogKey } from "../builder";
import { pgAmop, pgAmproc, pgOpclass, pgOpfamily } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row {
  oid: number;
  schema: string;
  name: string;
  owner: string;
  /** `class:oid` of the members. */
  parts: string[];
}

const type = (column: string): string => `pg_catalog.format_type(${column}, NULL)`;

/** Members that depend on the row `oid` of the system catalog `of`. */
const members = (of: number, oid: string): string => `
      ARRAY(SELECT d.classid::int8 || ':' || d.objid::int8 FROM pg_catalog.pg_depend d
        WHERE d.classid IN (${pgAmop}, ${pgAmproc}) AND d.refclassid = ${of} AND d.refobjid = ${oid}) AS parts,
      coalesce((SELECT pg_catalog.jsonb_object_agg(m.slot, m.what) FROM (
        SELECT pg_catalog.format('OPERATOR %s (%s, %s)', x.amopstrategy, ${type("x.amoplefttype")}, ${type("x.amoprighttype")}) AS slot,
          pg_catalog.format('%I.%s', pn.nspname, p.oprname) || CASE WHEN s.oid IS NULL THEN ''
            ELSE pg_catalog.format(' FOR ORDER BY %I.%I', sn.nspname, s.opfname) END AS what
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_amop x ON x.oid = d.objid
        JOIN pg_catalog.pg_operator p ON p.oid = x.amopopr JOIN pg_catalog.pg_namespace pn ON pn.oid = p.oprnamespace
        LEFT JOIN pg_catalog.pg_opfamily s ON s.oid = x.amopsortfamily LEFT JOIN pg_catalog.pg_namespace sn ON sn.oid = s.opfnamespace
        WHERE d.classid = ${pgAmop} AND d.refclassid = ${of} AND d.refobjid = ${oid}
        UNION ALL
        SELECT pg_catalog.format('FUNCTION %s (%s, %s)', x.amprocnum, ${type("x.amproclefttype")}, ${type("x.amprocrighttype")}),
          x.amproc::pg_catalog.regprocedure::text
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_amproc x ON x.oid = d.objid
        WHERE d.classid = ${pgAmproc} AND d.refclassid = ${of} AND d.refobjid = ${oid}) m), '{}') AS members`;

export const operatorFamilyQuery: CatalogQuery<Row & AttributesOf["operator family"]> = {
  sql: (scope) => `
    SELECT f.oid, n.nspname AS schema, f.opfname AS name, pg_catalog.pg_get_userbyid(f.opfowner) AS owner, a.amname AS method,
      ${members(pgOpfamily, "f.oid")}
    FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
    JOIN pg_catalog.pg_am a ON a.oid = f.opfmethod
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_opfamily", "f.oid")}`,
  read: (rows, builder) => {
    for (const { oid, schema, name, owner, parts, ...attributes } of rows) {
      const path = [schema, name];
      const id = objectId("operator family", path, attributes.method);
      const object = { kind: "operator family", id, path, parent: null, attributes } as const;
      builder.add(object, catalogKey(pgOpfamily, oid), owner);
      for (const part of parts) builder.keys.set(`${part}:0` as CatalogKey, id);
    }
  },
};

export const operatorClassQuery: CatalogQuery<Row & AttributesOf["operator class"]> = {
  sql: (scope) => `
    SELECT c.oid, n.nspname AS schema, c.opcname AS name, pg_catalog.pg_get_userbyid(c.opcowner) AS owner, a.amname AS method,
      pg_catalog.format('%I.%I', fn.nspname, f.opfname) AS family, ${type("c.opcintype")} AS type, c.opcdefault AS "isDefault",
      CASE WHEN c.opckeytype <> 0 THEN ${type("c.opckeytype")} END AS storage, ${members(pgOpclass, "c.oid")}
    FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
    JOIN pg_catalog.pg_am a ON a.oid = c.opcmethod
    JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
    WHERE ${inScope(scope)} AND ${notExtensionMember("pg_opclass", "c.oid")}`,
  read: (rows, builder) => {
    for (const { oid, schema, name, owner, parts, ...attributes } of rows) {
      const path = [schema, name];
      const id = objectId("operator class", path, attributes.method);
      const object = { kind: "operator class", id, path, parent: null, attributes } as const;
      builder.add(object, catalogKey(pgOpclass, oid), owner);
      for (const part of parts) builder.keys.set(`${part}:0` as CatalogKey, id);
    }
  },
};
