// What a tenant tries on the rows of another one: read, write, move, empty. With everything in place first; where a trigger
// or a constraint answered before row security did, once more without them.
import { quoteName, quoteText } from "../../catalog/names";
import type { Rights } from "./facts";
import { type Ground, isForeign, keyText } from "./ground";
import type { Attempt, Outcome } from "./model";
import { type Actor, type Tried, tryAs } from "./session";

export interface Attempted {
  readonly actor: Actor;
  readonly ground: Ground;
  readonly rights: Rights;
  readonly tenants: { readonly own: string; readonly other: string };
  readonly tenantSetting: string;
  /** Whether triggers and constraints are gone: what is refused then is refused by row security. */
  readonly isBare: boolean;
}

const noPrivilege: Outcome = { result: "refused", by: "privilege" };
const none: Outcome = { result: "none" };

/** Rows that are others': a condition on what the role may read, or null where it may not read what tells. */
function foreignCondition({ ground: { relation, belonging }, rights, tenants }: Attempted): string | null {
  const reads = (columns: readonly string[]): boolean =>
    columns.every((name) => rights.select.includes(name));
  if (belonging.by === "column")
    return reads([belonging.column]) ? `(${isForeign(belonging.column, tenants.own)})` : null;
  if (belonging.by === "nobody" || !reads(relation.key)) return null;
  return `${keyText(relation)} = ANY (ARRAY[${belonging.foreign.map(quoteText).join(", ")}]::text[])`;
}

/** Refused by a right or a policy, or stopped by something that comes after them: then the rows were within reach. */
function refusal(tried: Tried & { ok: false }, isBare: boolean): Outcome {
  if (tried.code === "42501")
    return { result: "refused", by: /row-level security/.test(tried.message) ? "policy" : "privilege" };
  // What is no answer to these rows: a view that takes none, a statement that ran too long.
  if (["55000", "0A000", "57014", "42809"].includes(tried.code)) return { result: "none" };
  if (isBare)
    return { result: "leak", why: `row security let it pass, and only this stopped it: ${tried.message}` };
  return { result: "untried", why: tried.message };
}

const rows = (count: number): string => (count === 1 ? "1 row" : `${count} rows`);

/** @param allowed rows that the statement may touch */
function byCount(tried: Tried, allowed: number, isBare: boolean, what: string): Outcome {
  if (!tried.ok) return refusal(tried, isBare);
  const excess = tried.count - allowed;
  return excess > 0
    ? { result: "leak", why: `${what} ${rows(excess)} of other tenants` }
    : { result: "isolated" };
}

async function select(it: Attempted): Promise<Outcome> {
  const { ground, rights, actor } = it;
  const [column] = rights.select;
  if (column === undefined) return noPrivilege;
  const foreign = foreignCondition(it);
  if (foreign === null && ground.own === null) return none;
  const tried = await tryAs(
    actor,
    `SELECT count(*)::text AS all, ${foreign === null ? "'0'" : `count(*) FILTER (WHERE ${foreign})::text`} AS foreign
     FROM (SELECT ${rights.select.map(quoteName).join(", ")} FROM ${ground.relation.sql}) t`,
  );
  if (!tried.ok) return refusal(tried, it.isBare);
  const [all, seen] = [Number(tried.rows[0]?.all), Number(tried.rows[0]?.foreign)];
  const excess = Math.max(seen, foreign === null ? all - (ground.own ?? all) : 0);
  if (excess > 0) return { result: "leak", why: `sees ${rows(excess)} of other tenants` };
  return { result: "isolated", own: all };
}

/** No tenant is named: nothing of any tenant may be seen. */
async function withoutTenant(it: Attempted): Promise<Outcome> {
  const { ground, rights, actor, tenantSetting } = it;
  if (rights.select.length === 0) return noPrivilege;
  if (ground.belonging.by !== "column" || !rights.select.includes(ground.belonging.column)) return none;
  const nobody = { ...actor, settings: { ...actor.settings, [tenantSetting]: "" } };
  const tried = await tryAs(
    nobody,
    `SELECT count(${quoteName(ground.belonging.column)})::text AS count FROM ${ground.relation.sql}`,
  );
  // A policy that cannot be worked out shows nothing.
  if (!tried.ok) return { result: "refused", by: "policy" };
  const count = Number(tried.rows[0]?.count);
  return count > 0
    ? { result: "leak", why: `sees ${rows(count)} though no tenant is named` }
    : { result: "isolated" };
}

async function insert(it: Attempted): Promise<Outcome> {
  const { ground, rights, actor, tenants, isBare } = it;
  const { relation, belonging, base } = ground;
  if (rights.insert.length === 0) return noPrivilege;
  if (belonging.by !== "column" || (relation.kind !== "table" && base === null)) return none;
  const foreignRow = ground.foreignRow ?? base?.foreignRow ?? null;
  if (foreignRow === null) return { result: "untried", why: "no row of either tenant is there" };
  if (!rights.insert.includes(belonging.column)) return noPrivilege;
  const columns = relation.columns.filter(
    ({ name, isWritable }) => isWritable && rights.insert.includes(name) && name in foreignRow,
  );
  const list = columns.map(({ name }) => quoteName(name)).join(", ");
  const row = `SELECT ${list} FROM pg_catalog.jsonb_populate_record(NULL::${relation.sql}, ${quoteText(JSON.stringify({ ...foreignRow, [belonging.column]: tenants.other }))}::jsonb)`;
  const tried = await tryAs(actor, `INSERT INTO ${relation.sql} (${list}) ${row}`);
  if (!tried.ok) return refusal(tried, isBare);
  if (tried.count === 0) return { result: "isolated" };
  return isBare || !rights.select.includes(belonging.column)
    ? { result: "leak", why: "writes a row for another tenant" }
    : { result: "untried", why: "something may have turned the row into one of its own" };
}

/** Through a view nobody can count whose rows it was: the watch tells. */
function seenByWatch(tried: Tried): Outcome {
  if (tried.ok) return { result: "isolated" };
  return tried.code === "42501" ? refusal(tried, false) : none;
}

/** A column whose value may be set to one that stands there, best one in no key. */
function columnToSet({ ground: { relation, belonging, ownRow }, rights }: Attempted): string | null {
  const may = relation.columns.filter(
    ({ name, isWritable }) =>
      isWritable &&
      rights.update.includes(name) &&
      !(belonging.by === "column" && name === belonging.column) &&
      (ownRow === null || name in ownRow),
  );
  return (may.find(({ isKey }) => !isKey) ?? may[0])?.name ?? null;
}

async function update(it: Attempted): Promise<Outcome> {
  const { ground, rights, actor, isBare } = it;
  const { relation, belonging, own, base } = ground;
  const ownRow = ground.ownRow ?? base?.ownRow ?? null;
  if (rights.update.length === 0) return noPrivilege;
  if (belonging.by === "nobody" && base === null) return none;
  const column = columnToSet(it);
  if (column === null) return noPrivilege;
  const set = quoteName(column);
  const foreign = foreignCondition(it);
  if (foreign !== null && rights.select.includes(column)) {
    const sql = `UPDATE ${relation.sql} SET ${set} = ${set} WHERE ${foreign}`;
    const outcome = byCount(await tryAs(actor, sql), 0, isBare, "changes");
    if (outcome.result !== "isolated") return await unlessStatement(it, outcome, `${sql} AND false`);
  }
  // Without a condition the policies for SELECT have no say: those for UPDATE alone must hold.
  if (ownRow === null || (own === null && base === null))
    return foreign === null ? none : { result: "isolated" };
  const value = `(SELECT ${set} FROM pg_catalog.jsonb_populate_record(NULL::${relation.sql}, ${quoteText(JSON.stringify(ownRow))}::jsonb))`;
  const blind = `UPDATE ${relation.sql} SET ${set} = ${value}`;
  const tried = await tryAs(actor, blind);
  if (own === null) return seenByWatch(tried);
  return byCount(tried, own, isBare && !isKey(it, column), "changes");
}

const isKey = ({ ground }: Attempted, column: string): boolean =>
  ground.relation.columns.some(({ name, isKey: inKey }) => name === column && inKey);

async function remove(it: Attempted): Promise<Outcome> {
  const { ground, rights, actor, isBare } = it;
  const { relation, belonging, own, base } = ground;
  if (!rights.delete) return noPrivilege;
  if (belonging.by === "nobody" && base === null) return none;
  const foreign = foreignCondition(it);
  if (foreign !== null) {
    const sql = `DELETE FROM ${relation.sql} WHERE ${foreign}`;
    const outcome = byCount(await tryAs(actor, sql), 0, isBare, "deletes");
    if (outcome.result !== "isolated") return await unlessStatement(it, outcome, `${sql} AND false`);
  }
  if (own === null) return seenByWatch(await tryAs(actor, `DELETE FROM ${relation.sql}`));
  return byCount(await tryAs(actor, `DELETE FROM ${relation.sql}`), own, isBare, "deletes");
}

/** What refuses the statement even where it meets no row is no answer to the rows. */
async function unlessStatement({ actor }: Attempted, outcome: Outcome, empty: string): Promise<Outcome> {
  if (outcome.result !== "untried" && outcome.result !== "leak") return outcome;
  const tried = await tryAs(actor, empty);
  return tried.ok ? outcome : { result: "refused", by: "statement" };
}

/** @param to the other tenant: a row is given away; the own one: rows of others are taken */
async function move(it: Attempted, to: string, what: string): Promise<Outcome> {
  const { ground, rights, actor, isBare, tenants } = it;
  const { relation, belonging, own } = ground;
  if (belonging.by !== "column" || (own === null && ground.base === null))
    return rights.update.length === 0 ? noPrivilege : none;
  const { column } = belonging;
  if (!rights.update.includes(column)) return noPrivilege;
  const tried = await tryAs(actor, `UPDATE ${relation.sql} SET ${quoteName(column)} = ${quoteText(to)}`);
  // Of a view only those who look at its tables know whose rows it was.
  if (to === tenants.own && own === null) return tried.ok ? { result: "isolated" } : none;
  if (to === tenants.own) return byCount(tried, own ?? 0, isBare, what);
  if (!tried.ok) return refusal(tried, isBare);
  return tried.count > 0 ? { result: "leak", why: `${what} ${rows(tried.count)}` } : { result: "isolated" };
}

async function truncate({ ground, rights, actor, isBare }: Attempted): Promise<Outcome> {
  if (!rights.truncate) return noPrivilege;
  if (ground.relation.kind !== "table" || ground.belonging.by === "nobody") return none;
  const tried = await tryAs(actor, `TRUNCATE ${ground.relation.sql}`);
  if (tried.ok) return { result: "leak", why: "empties the table, rows of other tenants with it" };
  if (tried.code === "42501") return noPrivilege;
  return isBare ? { result: "refused", by: "statement" } : { result: "untried", why: tried.message };
}

const tries: Readonly<Record<Attempt, (it: Attempted) => Promise<Outcome>>> = {
  select,
  insert,
  update,
  delete: remove,
  "move away": (it) => move(it, it.tenants.other, "gives another tenant"),
  "move here": (it) => move(it, it.tenants.own, "takes from other tenants"),
  truncate,
  "without tenant": withoutTenant,
};

const writes: readonly Attempt[] = ["insert", "update", "delete", "move away", "move here"];

/** Tries it; whatever it is called, a statement that changed rows of other tenants in any table is a leak. */
export async function attempt(what: Attempt, it: Attempted): Promise<Outcome> {
  const { watch, ...actor } = it.actor;
  if (!writes.includes(what) || watch === undefined) return tries[what]({ ...it, actor });
  const touched = new Set<string>();
  const outcome = await tries[what]({ ...it, actor: { ...actor, watch, touched } });
  return touched.size === 0 || outcome.result === "leak"
    ? outcome
    : { result: "leak", why: `changes rows of other tenants in ${[...touched].join(" and ")}` };
}
