// What computes an answer, views and functions, is asked twice: with the rows of other tenants in the database, and without
// them. An answer that depends on them, or a write that does, is a leak, whatever it looks like.
import type { Client } from "pg";
import { quoteName, quoteText } from "../../catalog/names";
import { type Column, type Rights, type Routine, routinesOf } from "./facts";
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
  /** Whether it said or wrote anything. */
  readonly isTelling: boolean;
  /** Tables in which it changed rows of other tenants. */
  readonly touched: readonly string[];
}

export interface Questions {
  readonly asked: readonly Question[];
  /** What cannot be asked, and why. */
  readonly unasked: readonly AnswerTried[];
}

/** Values for arguments, by type. */
type Values = ReadonlyMap<string, readonly string[]>;

/** A function is called so often at most. */
const mostCalls = 40;

/** Values of one row, that of the tenant first, then keys, then the others. */
function valuesOfRow({ relation, belonging }: Ground, row: Ground["ownRow"]): Values {
  const values = new Map<string, string[]>();
  if (row === null || belonging.by !== "column") return values;
  const rank = ({ name, isKey }: Column): number => (name === belonging.column ? 0 : isKey ? 1 : 2);
  for (const { name, type } of [...relation.columns].sort((one, two) => rank(one) - rank(two))) {
    const value = row[name];
    if (value === null || value === undefined || typeof value === "object") continue;
    for (const fitting of textTypes.includes(type) ? ["text", type] : [type]) {
      const known = values.get(fitting) ?? [];
      if (!known.includes(String(value))) values.set(fitting, [...known, String(value)]);
    }
  }
  return values;
}

const textTypes = ["character varying", "character"];

/** Whatever the rows say. */
const always: Values = new Map([["boolean", ["true", "false"]]]);

function together(all: readonly Values[]): Values {
  const values = new Map(always);
  for (const one of all)
    for (const [type, list] of one) values.set(type, [...new Set([...(values.get(type) ?? []), ...list])]);
  return values;
}

/** One value after the other for arguments of one type. */
function tuple(types: readonly string[], values: Values, shift: number): readonly string[] | null {
  const used = new Map<string, number>();
  const list = types.map((type) => {
    const known = values.get(type) ?? always.get(type) ?? [];
    const at = used.get(type) ?? 0;
    used.set(type, at + 1);
    return known[(at + shift) % Math.max(known.length, 1)];
  });
  return list.some((value) => value === undefined) ? null : list.map((value) => value ?? "");
}

/** Calls with what stands in one row, of the other tenant and the own, then with every value once. */
function callsOf({ sql, required, all }: Routine, rows: readonly Values[]): readonly string[] | null {
  const every = together(rows);
  const calls = new Set<string>();
  for (const types of required.length === all.length ? [all] : [required, all]) {
    const add = (values: Values, shift: number): void => {
      const list = tuple(types, values, shift);
      if (list === null || calls.size >= mostCalls) return;
      const given = list.map((value, at) => `${quoteText(value)}::${types[at]}`);
      calls.add(`SELECT (f.*)::text AS answer FROM ${sql}(${given.join(", ")}) f`);
    };
    const most = Math.max(1, ...types.map((type) => (every.get(type) ?? []).length));
    for (const shift of types.length === 0 ? [0] : [0, 1, 2]) for (const row of rows) add(row, shift);
    for (let shift = 0; shift < most; shift += 1) add(every, shift);
  }
  return calls.size === 0 ? null : [...calls];
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
  const rows = tenancy.grounds
    .flatMap((ground) => [valuesOfRow(ground, ground.foreignRow), valuesOfRow(ground, ground.ownRow)])
    .filter(({ size }) => size > 0);
  const asked: Question[] = [...views];
  const unasked: AnswerTried[] = [];
  for (const routine of await routinesOf(client, role)) {
    const object = `${routine.kind} ${routine.signature}`;
    const calls = routine.kind === "procedure" ? null : callsOf(routine, rows);
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
async function answerTo(actor: Actor, sql: string): Promise<Pick<Asked, "answer" | "isTelling" | "touched">> {
  const tried = await tryAs(actor, writes("before"), sql, writes("after"));
  if (!tried.ok) return { answer: `error ${tried.code}: ${tried.message}`, isTelling: false, touched: [] };
  const earlier = new Map(tried.rows.map(({ before, written }) => [before, Number(written)]));
  const lines = tried.rows.flatMap(({ answer, before, after, written }) => {
    if (before !== undefined) return [];
    if (after === undefined) return [String(answer ?? "")];
    const count = Number(written) - (earlier.get(after) ?? 0);
    return count > 0 ? [`rows written to ${String(after)}: ${count}`] : [];
  });
  const answer = lines.sort().join("\n");
  return { answer, isTelling: lines.some((line) => line !== ""), touched: tried.touched };
}

export async function ask(
  actorOf: (role: string) => Actor,
  questions: readonly Question[],
): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (const question of questions) {
    const actor = actorOf(question.role);
    const first = await answerTo(actor, question.sql);
    const again = await answerTo(actor, question.sql);
    asked.push({ ...question, ...first, isSteady: first.answer === again.answer });
  }
  return asked;
}

function compared(before: Asked, after: Asked, { other }: Tenancy): Outcome {
  if (!before.sql.includes(other) && before.answer.includes(other))
    return { result: "leak", why: `its answer names the other tenant: ${line(before.answer)}` };
  if (before.touched.length > 0)
    return { result: "leak", why: `it changes rows of other tenants in ${before.touched.join(" and ")}` };
  if (!before.isSteady || !after.isSteady)
    return { result: "untried", why: "it answers differently each time it is asked" };
  if (before.answer === after.answer)
    return before.isTelling || !/^(?:function|procedure) /.test(before.object)
      ? { result: "isolated" }
      : { result: "none" };
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

/** A call that told nothing proves nothing; another one may. */
const severity = ({ result }: Outcome): number => ["none", "isolated", "untried", "leak"].indexOf(result);

function silent(object: string, asked: readonly Asked[]): Outcome {
  const error = asked.find((one) => one.object === object && one.answer.startsWith("error "));
  const said =
    error === undefined ? "no call gave an answer" : `no call gave an answer: ${line(error.answer)}`;
  return { result: "untried", why: said };
}

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
  return [...worst.values()].map((entry) =>
    entry.outcome.result === "none" ? { ...entry, outcome: silent(entry.object, before) } : entry,
  );
}
