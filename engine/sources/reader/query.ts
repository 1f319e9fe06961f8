// What every catalog query is: SQL for a scope, and how its rows become objects. One file per kind stands in queries/.
import { quoteText } from "../../catalog/names";
import { secretNames, secretValues } from "../../catalog/secrets";
import type { CatalogBuilder } from "./builder";

export interface Scope {
  readonly schemas: readonly string[] | "all";
  /** `server_version_num / 10000`. */
  readonly serverMajor: number;
  /** Schemas that `all` does not mean: the provider's. */
  readonly leftOut?: readonly string[];
  /** Role that will make objects here: its default privileges are those that count. @default the login */
  readonly creator?: string;
}

export interface CatalogQuery<Row extends object> {
  sql(scope: Scope): string;
  read(rows: readonly Row[], builder: CatalogBuilder): void;
  /** Of a large database `read` is called for some rows after the other. */
  readonly inParts?: true;
}

/** Condition that keeps rows whose schema, joined as `alias`, is in scope. System schemas and extension members' schemas never are. */
export function inScope(scope: Scope, alias = "n"): string {
  if (scope.schemas !== "all") {
    const names = scope.schemas.map(quoteText).join(", ");
    return names === "" ? "false" : `${alias}.nspname IN (${names})`;
  }
  const leftOut = (scope.leftOut ?? [])
    .map((schema) => ` AND ${alias}.nspname <> ${quoteText(schema)}`)
    .join("");
  return `${alias}.nspname !~ '^pg_'${leftOut} AND ${alias}.nspname <> 'information_schema' AND ${notExtensionMember("pg_namespace", `${alias}.oid`)}`;
}

/** Condition that drops what an extension made (`pg_depend.deptype = 'e'`). */
export function notExtensionMember(catalog: string, oid: string): string {
  return `${oid} NOT IN (SELECT objid FROM pg_catalog.pg_depend WHERE classid = 'pg_catalog.${catalog}'::regclass
    AND refclassid = 'pg_catalog.pg_extension'::regclass AND deptype = 'e')`;
}

/** Options of foreign objects as JSON, without those that may be secret: these never leave the server. */
export const openOptions = (options: string): string =>
  `(SELECT coalesce(pg_catalog.jsonb_object_agg(o.option_name, o.option_value), '{}') FROM pg_catalog.pg_options_to_table(${options}) o
    WHERE o.option_name !~* ${quoteText(secretNames)} AND coalesce(o.option_value, '') !~* ${quoteText(secretValues)})`;

/** Turns `{name=value,…}` as stored in `reloptions` into a record, in the order it is stored. */
export function parseOptions(options: readonly string[] | null): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (options ?? []).map((option): [string, string] => {
      const at = option.indexOf("=");
      return [option.slice(0, at), option.slice(at + 1)];
    }),
  );
}

/** When a trigger or a rule fires, as tgenabled and ev_enabled have it (manual, ALTER TABLE). */
export const firing = { O: "origin", D: "disabled", R: "replica", A: "always" } as const;
