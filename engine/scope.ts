// Whether the scope that was asked for is somewhere. A name that is nowhere would make every plan empty, and a check of
// it green for ever.
import type { Client } from "pg";
import { SchemaError } from "./api";
import type { DesiredSource } from "./sources";

/** More names than these are counted, not listed. */
const listed = 20;

/** @throws SchemaError `scope-empty`: mostly a variable that was not set */
export function refuseEmptyNames(scope: readonly string[] | undefined): void {
  if (scope === undefined || (scope.length > 0 && scope.every((name) => name.trim() !== ""))) return;
  const what =
    scope.length > 1
      ? `the scope ${JSON.stringify(scope.join(","))} has an empty name`
      : "the scope is empty";
  throw new SchemaError(
    "scope-empty",
    `${what}. Name Postgres schemas (--scope app,billing), or give no scope at all.`,
  );
}

/**
 * A schema that only one side has is a scope like any other: it is made, or dropped with consent.
 * @param client the target, or null while there is none
 * @throws SchemaError `scope-unknown`
 */
export async function requireKnownScope(
  scope: readonly string[],
  { declaredSchemas, renames }: DesiredSource,
  client: Client | null,
): Promise<void> {
  const renamed = renames.flatMap(({ kind, from }) => (kind === "schema" ? from : []));
  const undeclared = without(scope, [...declaredSchemas, ...renamed]);
  if (undeclared.length === 0) return;
  const live = client === null ? [] : await schemasOf(client);
  const unknown = without(undeclared, live);
  if (unknown.length === 0) return;
  const where =
    client === null
      ? "not in the source, and there is no database yet"
      : "neither in the source nor in the database";
  const database = client === null ? "" : ` In the database: ${list(live)}.`;
  throw unknownScope(unknown, where, `In the source: ${list(declaredSchemas)}.${database}`);
}

/** @throws SchemaError `scope-unknown` */
export async function requireScopeInDatabase(scope: readonly string[], client: Client): Promise<void> {
  const live = await schemasOf(client);
  const unknown = without(scope, live);
  if (unknown.length > 0)
    throw unknownScope(unknown, "not in the database", `In the database: ${list(live)}.`);
}

function unknownScope(unknown: readonly string[], where: string, there: string): SchemaError {
  const verb = unknown.length === 1 ? "is" : "are";
  return new SchemaError(
    "scope-unknown",
    `scope ${unknown.join(", ")} ${verb} ${where}. ${there} Correct the scope, or give none (no --scope).`,
  );
}

async function schemasOf(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT nspname::text AS name FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

function without(names: readonly string[], known: readonly string[]): readonly string[] {
  return names.filter((name) => !known.includes(name));
}

function list(names: readonly string[]): string {
  if (names.length === 0) return "no schema";
  const rest = names.length - listed;
  return rest > 0 ? `${names.slice(0, listed).join(", ")} and ${rest} more` : names.join(", ");
}
