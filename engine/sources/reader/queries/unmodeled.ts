// What stands in scope and has no query of its own: named, so that it is never dropped and never silently skipped.
import { type CatalogQuery, inScope, notExtensionMember, type Scope } from "../query";

interface Row {
  class: number;
  oid: number;
  kind: string;
  name: string;
}

const types = (scope: Scope): string => `
    SELECT 1247 AS class, x.oid, CASE x.typtype WHEN 'b' THEN 'base type' ELSE 'shell type' END AS kind,
      pg_catalog.format('%I.%I', n.nspname, x.typname) AS name
    FROM pg_catalog.pg_type x JOIN pg_catalog.pg_namespace n ON n.oid = x.typnamespace
    WHERE (x.typtype = 'p' OR (x.typtype = 'b' AND x.typelem = 0)) AND ${inScope(scope)} AND ${notExtensionMember("pg_type", "x.oid")}`;

/** Labels of modules such as Anonymizer or SELinux: what they are on goes on with them, and a column made anew loses its own. */
const securityLabels = (scope: Scope): string => `
    SELECT 3596, l.objoid, 'security label', pg_catalog.format('%s (%s)', i.identity, l.provider)
    FROM pg_catalog.pg_seclabel l
    CROSS JOIN LATERAL pg_catalog.pg_identify_object(l.classoid, l.objoid, l.objsubid) i
    JOIN pg_catalog.pg_namespace n ON pg_catalog.quote_ident(n.nspname) =
      CASE WHEN l.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass THEN i.identity ELSE i.schema END
    WHERE ${inScope(scope)}`;

/** Those that fill tables in scope. The connection, which holds a password, is not read. */
const subscriptions = (scope: Scope): string => `
    SELECT 6100, s.oid, 'subscription', pg_catalog.format('%I (%s)', s.subname,
      pg_catalog.string_agg(pg_catalog.format('%I.%I', n.nspname, c.relname), ', ' ORDER BY n.nspname, c.relname))
    FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_subscription_rel r ON r.srsubid = s.oid
    JOIN pg_catalog.pg_class c ON c.oid = r.srrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE ${inScope(scope)} GROUP BY s.oid, s.subname`;

export const unmodeledQuery: CatalogQuery<Row> = {
  sql: (scope) => [types(scope), securityLabels(scope), subscriptions(scope)].join("\n    UNION ALL"),
  read: (rows, builder) => {
    for (const row of rows) builder.unmodeled.push({ kind: row.kind, name: row.name });
  },
};
