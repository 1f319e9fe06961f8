// Statements about objects of the database that only the scratch's administrator may run. They run no code of the source, and
// come when nothing of the source runs any more.
import { Cursor } from "./cursor";
import { ranks } from "./item";
import { roleList } from "./privileges";
import { type Classified, item, type Reading, refuse, run } from "./reading";
import { renameAdvice } from "./refusals";

/** null: a statement like any other. */
export function createOfDatabase(reading: Reading): Classified | null {
  const cursor = new Cursor(reading.statement.tokens, 1);
  if (cursor.accept("event", "trigger")) return made(reading, cursor, "event-trigger", ranks.eventTrigger);
  if (cursor.accept("publication")) return made(reading, cursor, "publication", ranks.ofDatabase);
  return null;
}

type MakingRank = typeof ranks.ofDatabase | typeof ranks.eventTrigger;

function made(reading: Reading, cursor: Cursor, space: string, rank: MakingRank): Classified {
  const name = cursor.identifier();
  const key = name === undefined ? null : `${space} ${name}`;
  return run(item(reading, { rank, runner: "admin", key, makes: true }));
}

/** null: a statement like any other. */
export function alterOfDatabase(reading: Reading): Classified | null {
  const cursor = new Cursor(reading.statement.tokens, 1);
  const isEventTrigger = cursor.accept("event", "trigger");
  if (!isEventTrigger && !cursor.accept("publication")) return null;
  const name = cursor.identifier() ?? "";
  if (cursor.word() === "rename") return refuse(renameAdvice);
  if (isEventTrigger && cursor.word() === "owner") return { type: "ignored", message: superusers };
  if (cursor.accept("owner", "to")) return owned(reading, cursor, `publication ${name}`);
  const rank = isEventTrigger ? ranks.aboutEventTrigger : ranks.aboutDatabase;
  return run(item(reading, { rank, runner: "admin" }));
}

/** Later than the owners of what is in a Postgres schema: it is not made before. */
function owned(reading: Reading, cursor: Cursor, of: string): Classified {
  const [role = "("] = roleList(cursor);
  if (role.startsWith("(") || !cursor.atEnd) return { type: "ignored" };
  const key = `owner ${of}`;
  return run(item(reading, { rank: ranks.aboutDatabase, runner: "admin", key, roles: [role], owner: role }));
}

const superusers = "only a superuser can own it, and whoever applies the plan does";
