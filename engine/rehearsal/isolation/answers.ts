// What computes an answer, views and functions, is asked twice: with the rows of other tenants in the database, and without
// them. An answer that depends on them, or a write that does, is a leak, whatever it looks like.
import type { Client } from "pg";
import { quoteName, quoteText } from "../../catalog/names";
import { type Rights, type Routine, routinesOf } from "./facts";
import type { Ground, Tenancy } from "./ground";
import type { AnswerTried, Outcome } from "./model";
import { type Actor, tryAs } from "./session";

interface Question {
  readonly role: string;
  readonly object: string;
  readonly sql: string;
}

export interface Asked extends Question {
  readonly answer: string;
  /** The same when asked again at once; what differs by itself tells nothing. */
  readonly isSteady: boolean;
}

export interface Questions {
  readonly asked: readonly Question[];
  /** What cannot be asked, and why. */
  readonly unasked: readonly AnswerTried[];
}

/** Values of the other tenants for arguments, by type. */
type Values = ReadonlyMap<string, readonly string[]>;

/** A function is called so often at most. */
const mostCalls = 40;

function valuesOf({ other, grounds }: Tenancy): Values {
  const values = new Map<string, string[]>();
  const add = (type: string, value: unknown): void => {
    if (value === null || value === undefined || typeof value === "object") return;
    const known = values.get(type) ?? [];
    if (!known.includes(String(value))) values.set(type, [...known, String(value)]);
  };
  for (const { relation, belonging, foreignRow } of grounds) {
    if (foreignRow === null || belonging.by !== "column") continue;
    for (const { name, type, isKey } of relation.columns)
      if (name === belonging.column) add(type, other);
      else if (isKey) add(type, foreignRow[name]);
  }
  return values;
}

/** Every value once; arguments of one type get different ones where there are. */
function callsOf({ sql, required }: Routine, values: Values): readonly string[] | null {
  const lists = required.map((type) =>
    (values.get(type) ?? []).map((value) => `${quoteText(value)}::${type}`),
  );
  if (lists.some((list) => list.length === 0)) return null;
  const count = Math.min(mostCalls, Math.max(1, ...lists.map(({ length }) => length)));
  return Array.from({ length: count }, (_, at) => {
    const list = lists.map(
      (own, place) => own[(at + (place > 0 && own.length > 1 ? place : 0)) % own.length],
    );
    return `SELECT (f.*)::text AS answer FROM ${sql}(${list.join(", ")}) f`;
  });
}

/** @param client of anybody */
export async function questionsOf(
  client: Client,
  role: string,
  tenancy: Tenancy,
  rights: (ground: Ground) => Rights,
): Promise<Questions> {
  const views = tenancy.grounds.flatMap((ground): Question[] => {
    const { relation } = ground;
    const columns = rights(ground).select.map(quoteName).join(", ");
    if (columns === "" || (relation.kind !== "view" && relation.kind !== "materialized view")) return [];
    const sql = `SELECT (t.*)::text AS answer FROM (SELECT ${columns} FROM ${relation.sql}) t`;
    return [{ role, object: `${relation.kind} ${relation.sql}`, sql }];
  });
  const values = valuesOf(tenancy);
  const asked: Question[] = [...views];
  const unasked: AnswerTried[] = [];
  for (const routine of await routinesOf(client, role)) {
    const object = `${routine.kind} ${routine.signature}`;
    const calls = routine.kind === "procedure" ? null : callsOf(routine, values);
    if (calls !== null) asked.push(...calls.map((sql) => ({ role, object, sql })));
    else {
      const why =
        routine.kind === "procedure"
          ? "procedures are not called"
          : `no value is at hand for its arguments (${routine.required.join(", ")})`;
      unasked.push({ role, object, outcome: { result: "untried", why } });
    }
  }
  return { asked, unasked };
}

/** Rows that the session wrote so far, whoever's rights it took; those of earlier transactions may be among them. */
const writes = (moment: "before" | "after"): string =>
  `SELECT relid::pg_catalog.regclass::text AS ${moment}, (n_tup_ins + n_tup_upd + n_tup_del)::text AS written
  FROM pg_catalog.pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0`;

/** The answer, and what was written on the way to it. */
async function answerTo(actor: Actor, sql: string): Promise<string> {
  const tried = await tryAs(actor, writes("before"), sql, writes("after"));
  if (!tried.ok) return `error ${tried.code}: ${tried.message}`;
  const earlier = new Map(tried.rows.map(({ before, written }) => [before, Number(written)]));
  const lines = tried.rows.flatMap(({ answer, before, after, written }) => {
    if (before !== undefined) return [];
    if (after === undefined) return [String(answer ?? "")];
    const count = Number(written) - (earlier.get(after) ?? 0);
    return count > 0 ? [`rows written to ${String(after)}: ${count}`] : [];
  });
  return lines.sort().join("\n");
}

export async function ask(
  actorOf: (role: string) => Actor,
  questions: readonly Question[],
): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (const question of questions) {
    const actor = actorOf(question.role);
    const answer = await answerTo(actor, question.sql);
    asked.push({ ...question, answer, isSteady: answer === (await answerTo(actor, question.sql)) });
  }
  return asked;
}

function compared(before: Asked, after: Asked, { other }: Tenancy): Outcome {
  if (!before.sql.includes(other) && before.answer.includes(other))
    return { result: "leak", why: `its answer names the other tenant: ${line(before.answer)}` };
  if (!before.isSteady || !after.isSteady)
    return { result: "untried", why: "it answers differently each time it is asked" };
  if (before.answer === after.answer) return { result: "isolated" };
  return {
    result: "leak",
    why: `its answer depends on the rows of other tenants: ${line(before.answer, after.answer)} with them, ${line(after.answer, before.answer)} without`,
  };
}

/** What of an answer is not in the other one. */
function line(answer: string, other = ""): string {
  const known = new Set(other.split("\n"));
  const [first = "", ...more] = answer.split("\n").filter((entry) => !known.has(entry));
  const text = first === "" ? "nothing" : first.length > 120 ? `${first.slice(0, 119)}…` : first;
  return more.length > 0 ? `${text} and ${more.length} more` : text;
}

const severity = ({ result }: Outcome): number => ["isolated", "untried", "leak"].indexOf(result);

/** One line for each view and function: the worst of its answers. */
export function compareAnswers(
  before: readonly Asked[],
  after: readonly Asked[],
  tenancy: Tenancy,
): readonly AnswerTried[] {
  const worst = new Map<string, AnswerTried>();
  for (const [at, asked] of before.entries()) {
    const again = after[at];
    if (again === undefined) continue;
    const { role, object } = asked;
    const outcome = compared(asked, again, tenancy);
    const known = worst.get(`${role} ${object}`);
    if (known === undefined || severity(outcome) > severity(known.outcome))
      worst.set(`${role} ${object}`, { role, object, outcome });
  }
  return [...worst.values()];
}
