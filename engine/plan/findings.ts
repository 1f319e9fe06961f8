// What the reader of a plan must know though no step does it. Pure.
import { type AnyObject, type Catalog, currentRole, type ObjectId, ownerGrantee } from "../catalog/model";
import { quoteName } from "../catalog/names";
import { otherPartitions } from "../catalog/other-partitions";
import type { Finding, Step } from "./model";
import { isOfReindex } from "./rules/index-rule";

/**
 * @param gone live objects that the plan drops, or alters so that what depends on them must go
 * @param everything the live catalog before anything was left out of it. @default live
 */
export function planFindings(
  live: Catalog,
  desired: Catalog,
  gone: readonly ObjectId[],
  steps: readonly Step[],
  everything: Catalog = live,
): readonly Finding[] {
  return [
    ...neededOutside(live, gone),
    ...beingBuilt(live, gone),
    ...staleCollations(live),
    ...unmodeled(live, desired),
    ...leftToOthers(everything, desired),
    ...missingRoles(live, desired, steps),
    ...columnOrder(live, desired, steps),
    ...typedOtherwise(live, desired),
  ];
}

/** Roles are no part of a source: whoever makes them has to be first. */
function missingRoles(live: Catalog, desired: Catalog, steps: readonly Step[]): readonly Finding[] {
  const { roles } = live.server;
  if (roles === null) return [];
  const firsts = new Map<string, ObjectId>();
  for (const { object: id } of steps)
    for (const role of rolesIn(desired.objects.get(id)))
      if (!roles.has(role) && !notRoles.has(role) && !firsts.has(role)) firsts.set(role, id);
  return [...firsts].map(([role, object]): Finding => {
    const name = quoteName(role);
    const message = `role ${name} is named in the source and not on the server: what names it will fail unless the role is made before, such as by CREATE ROLE ${name} NOLOGIN`;
    return { level: "warning", id: "missing-role", object, message };
  });
}

const notRoles: ReadonlySet<string> = new Set(["public", ownerGrantee, currentRole]);

function rolesIn(object: AnyObject | undefined): readonly string[] {
  switch (object?.kind) {
    case "privilege":
    case "default privilege":
      return [object.attributes.grantee];
    case "policy":
      return object.attributes.roles;
    case "owner":
      return [object.attributes.role];
    case "user mapping":
      return object.path.slice(1);
    default:
      return [];
  }
}

/** CASCADE would take along what nobody declared here. */
function neededOutside(live: Catalog, gone: readonly ObjectId[]): readonly Finding[] {
  return gone.flatMap((id): readonly Finding[] => {
    const dependents = live.outsideDependents.get(id);
    if (!dependents) return [];
    const message = `${id} cannot be dropped or changed: ${dependents.join(", ")} ${dependents.length === 1 ? "depends" : "depend"} on it, outside of what is managed here. Change that first, or bring it into the scope`;
    return [{ level: "error", id: "needed-outside", object: id, message }];
  });
}

/** An invalid index may be somebody's running build: only a dead one is dropped and built anew. */
function beingBuilt(live: Catalog, gone: readonly ObjectId[]): readonly Finding[] {
  return gone
    .filter((id) => live.server.indexBuilds.has(id))
    .map((id): Finding => {
      const what = isOfReindex(live.objects.get(id))
        ? "is the unfinished copy of an index, and somebody seems to run REINDEX CONCURRENTLY"
        : "is not valid, and somebody seems to be building it";
      const message = `${id} ${what} right now (see pg_stat_progress_create_index): wait until that is over, and preview again`;
      return { level: "error", id: "index-being-built", object: id, message };
    });
}

/** What was built by other rules may miss rows, or hold a key twice: only building it anew helps, which no plan does by itself. */
function staleCollations(live: Catalog): readonly Finding[] {
  return live.server.staleCollations.map(({ collation, recorded, actual, indexes }): Finding => {
    const what = collation === null ? "the database's own collation" : `collation ${collation}`;
    const shown = indexes.slice(0, mostIndexes).join(", ");
    const more = indexes.length > mostIndexes ? ` and ${indexes.length - mostIndexes} more` : "";
    const last =
      collation === null
        ? "ALTER DATABASE … REFRESH COLLATION VERSION"
        : `ALTER COLLATION ${collation} REFRESH VERSION`;
    const message = `${what} is of version ${actual} on this server, and was of version ${recorded} when these were built by it: ${shown}${more}. Queries by them may miss rows. REINDEX each of them (REINDEX INDEX CONCURRENTLY), then ${last}`;
    return { level: "warning", id: "stale-collation", object: collation, message };
  });
}

const mostIndexes = 10;

function leftToOthers(live: Catalog, desired: Catalog): readonly Finding[] {
  const counts = new Map<ObjectId, number>();
  const others = otherPartitions(live, desired);
  for (const object of live.objects.values()) {
    if (object.kind !== "attachment" || !object.parent || !others.has(object.parent)) continue;
    const { to } = object.attributes;
    if (object.attributes.bound !== null && !others.has(to)) counts.set(to, (counts.get(to) ?? 0) + 1);
  }
  return [...counts].map(([table, count]): Finding => {
    const message = `${count} ${count === 1 ? "partition" : "partitions"} of ${table} ${count === 1 ? "is" : "are"} in the database and left alone: the source declares none, so somebody else makes them. Declare one to manage all`;
    return { level: "info", id: "partitions-left-alone", object: table, message };
  });
}

/** Nothing else needs them: where the other database has one, what is desired can be made without it. */
const besides: ReadonlySet<string> = new Set(["security label", "subscription"]);

function judgeDeclared(kind: string, isThere: boolean): Pick<Finding, "level" | "message"> {
  if (isThere) {
    const message =
      "is declared and there, but not compared: this version does not manage objects of its kind";
    return { level: "warning", message };
  }
  if (besides.has(kind)) {
    return {
      level: "warning",
      message: "is where the schema is taken from, and this version does not make it",
    };
  }
  const message =
    "is declared, but this version cannot make it: create it by hand before, or take it out of the source";
  return { level: "error", message };
}

function unmodeled(live: Catalog, desired: Catalog): readonly Finding[] {
  const there = new Set(live.unmodeled.map(({ kind, name }) => `${kind} ${name}`));
  const wanted = desired.unmodeled.map(({ kind, name }): Finding => {
    const what = `${kind} ${name}`;
    const { level, message } = judgeDeclared(kind, there.has(what));
    return { level, id: "unmodeled-object", object: name, message: `${what} ${message}` };
  });
  const declared = new Set(desired.unmodeled.map(({ kind, name }) => `${kind} ${name}`));
  const left = live.unmodeled
    .filter(({ kind, name }) => !declared.has(`${kind} ${name}`))
    .map(
      ({ kind, name }): Finding => ({
        level: "info",
        id: "unmodeled-object",
        object: name,
        message: `${kind} ${name} is in the database and is left alone: this version does not manage objects of its kind`,
      }),
    );
  return [...wanted, ...left];
}

/**
 * Columns in another order are the same table to Postgres; moving them would mean writing it anew. Told in full of tables
 * that the plan touches anyway, and of all others in one finding without an object, which whoever prints may leave out.
 */
function columnOrder(live: Catalog, desired: Catalog, steps: readonly Step[]): readonly Finding[] {
  const before = columnsByTable(live);
  const touched = new Set(
    steps.flatMap(({ object, locks }) => [object, ...locks.map((lock) => lock.relation)]),
  );
  const findings: Finding[] = [];
  const untouched: string[] = [];
  for (const [table, wanted] of columnsByTable(desired)) {
    const names = before.get(table);
    if (!names) continue;
    const common = wanted.filter((name) => names.includes(name));
    const ordered = names.filter((name) => wanted.includes(name));
    if (common.join("\n") === ordered.join("\n")) continue;
    const message = `columns of ${table} stand in the order ${ordered.join(", ")}; the source has ${common.join(", ")}. Postgres cannot move columns, and nothing is done`;
    if (touched.has(table)) findings.push({ level: "info", id: columnOrderId, object: table, message });
    else untouched.push(table);
  }
  if (untouched.length === 0) return findings;
  const message = `columns of ${untouched.join(", ")} stand in another order than in the source. Postgres cannot move columns, and nothing is done`;
  return [...findings, { level: "info", id: columnOrderId, object: null, message }];
}

/** ALTER TABLE … OF wants the columns in the order of the type's attributes. */
function typedOtherwise(live: Catalog, desired: Catalog): readonly Finding[] {
  const before = columnsByTable(live);
  const after = columnsByTable(desired);
  return [...desired.objects.values()].flatMap((tie): readonly Finding[] => {
    const table = tie.kind === "attachment" && tie.attributes.as === "typed table" ? tie.parent : null;
    const [was, will] = table === null ? [] : [before.get(table), after.get(table)];
    if (tie.kind !== "attachment" || !was || !will) return [];
    const kept = was.filter((name) => will.includes(name));
    if (kept.every((name, position) => name === will[position])) return [];
    const message = `${table} cannot be a table of ${tie.attributes.to}: its columns stand in the order ${kept.join(", ")}, and those of the type are ${will.join(", ")}. Postgres cannot move columns: add attributes at the end of the type, or do without OF`;
    return [{ level: "error", id: "typed-table-order", object: table, message }];
  });
}

const columnOrderId = "column-order";

/** About what the plan has nothing to do with: it would stand below every plan for ever. */
export function isAside({ id, object }: Finding): boolean {
  return id === columnOrderId && object === null;
}

function columnsByTable(catalog: Catalog): ReadonlyMap<ObjectId, readonly string[]> {
  const tables = new Map<ObjectId, string[]>();
  for (const object of catalog.objects.values()) {
    if (object.kind !== "column") continue;
    const table = object.parent;
    if (table === null) continue;
    const names = tables.get(table) ?? [];
    names.push(object.path.at(-1) ?? "");
    tables.set(table, names);
  }
  return tables;
}
