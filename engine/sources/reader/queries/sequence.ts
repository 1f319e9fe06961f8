// Sequences: pg_class, pg_sequence. A sequence behind an identity column is a property of that column.

import type { SequenceParameters } from "../../../catalog/model";
import { objectId } from "../../../catalog/names";
import { catalogKey } from "../builder";
import { pgClass } from "../classes";
import { type CatalogQuery, inScope, notExtensionMember } from "../query";

interface Row extends SequenceParameters {
  oid: number;
  schema: string;
  name: string;
  owner: string;
  unlogged: boolean;
  /** `a` of OWNED BY, `i` of an identity column. */
  ownership: "a" | "i" | null;
  ownerOid: number | null;
  ownerColumn: number | null;
  ownerPath: string[] | null;
}

export const sequenceQuery: CatalogQuery<Row> = {
  sql: (scope) => `
    SELECT c.oid, n.nspname AS schema, c.relname AS name, pg_catalog.pg_get_userbyid(c.relowner) AS owner,
      c.relpersistence = 'u' AS unlogged, pg_catalog.format_type(s.seqtypid, NULL) AS "dataType",
      s.seqstart AS start, s.seqincrement AS increment, s.seqmin AS minimum, s.seqmax AS maximum, s.seqcache AS cache, s.seqcycle AS cycle,
      d.deptype AS ownership, d.refobjid AS "ownerOid", d.refobjsubid AS "ownerColumn",
      CASE d.deptype WHEN 'a' THEN ARRAY[tn.nspname::text, t.relname::text, a.attname::text] END AS "ownerPath"
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
    LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
    LEFT JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
    LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE c.relkind = 'S' AND ${inScope(scope)} AND ${notExtensionMember("pg_class", "c.oid")}`,
  read: (rows, builder) => {
    for (const row of rows) {
      const parameters: SequenceParameters = {
        dataType: row.dataType,
        start: row.start,
        increment: row.increment,
        minimum: row.minimum,
        maximum: row.maximum,
        cache: row.cache,
        cycle: row.cycle,
      };
      if (row.ownership === "i") {
        builder.identities.set(`${row.ownerOid}:${row.ownerColumn}`, {
          oid: row.oid,
          path: [row.schema, row.name],
          parameters,
        });
        continue;
      }
      const path = [row.schema, row.name];
      const attributes = {
        ...parameters,
        persistence: row.unlogged ? ("unlogged" as const) : ("permanent" as const),
        ownedBy: row.ownerPath ? objectId("column", row.ownerPath) : null,
      };
      const id = objectId("sequence", path);
      builder.add(
        { kind: "sequence", id, path, parent: null, attributes },
        catalogKey(pgClass, row.oid),
        row.owner,
      );
    }
  },
};
