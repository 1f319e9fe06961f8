// Statements about objects of the database that only the scratch's administrator may run. They run no code of the source, and
// most come when nothing of the source runs any more.
import { quoteName } from "../catalog/names";
import { Cursor } from "./cursor";
import { type Rank, ranks } from "./item";
import { realRoles, roleList } from "./privileges";
import { blank, type Classified, item, type Reading, refuse, run } from "./reading";
import { renameAdvice } from "./refusals";
import { secretAdvice } from "./secrets";

const languageAdvice = "Without HANDLER it is an extension: write CREATE EXTENSION with the language's name.";
const mappingAdvice = "A source is loaded by nobody in particular: name the role of the user mapping.";
const superusers = "only a superuser can own it, and whoever applies the plan does";

/** null: a statement like any other. */
export function createOfDatabase(reading: Reading): Classified | null {
  const secret = secretAdvice(reading);
  if (secret !== null) return refuse(secret);
  const cursor = new Cursor(reading.statement.tokens, 1);
  cursor.accept("or", "replace");
  if (cursor.accept("event", "trigger")) return made(reading, cursor, "event-trigger", ranks.eventTrigger);
  if (cursor.accept("publication")) return made(reading, cursor, "publication", ranks.ofDatabase);
  if (cursor.accept("foreign", "data", "wrapper")) return wrapper(reading, cursor);
  if (cursor.accept("transform")) return run(item(reading, { rank: ranks.ofDatabase, runner: "admin" }));
  if (cursor.accept("cast")) return cast(reading, cursor);
  if (cursor.accept("server")) return server(reading, cursor);
  if (cursor.accept("user", "mapping")) return mapping(reading, cursor);
  cursor.accept("trusted");
  cursor.accept("procedural");
  if (!cursor.accept("language")) return null;
  return cursor.find("handler") < 0
    ? refuse(languageAdvice)
    : made(reading, cursor, "language", ranks.ground);
}

function made(reading: Reading, cursor: Cursor, space: string, rank: Rank): Classified {
  const name = cursor.identifier();
  const key = name === undefined ? null : `${space} ${name}`;
  return run(item(reading, { rank, runner: "admin", key, makes: true }));
}

/** Its functions are set in the end: a validator of the source would be run by the administrator. */
function wrapper(reading: Reading, cursor: Cursor): Classified {
  const { tokens } = reading.statement;
  const name = cursor.identifier() ?? "";
  const options = cursor.find("options");
  const first = tokens[cursor.index];
  const last = tokens[(options < 0 ? tokens.length : options) - 1];
  const base = { runner: "admin", key: `wrapper ${name}`, makes: true } as const;
  if (first === undefined || last === undefined || options === cursor.index)
    return run(item(reading, { ...base, rank: ranks.ground }));
  const clauses = reading.statement.text.slice(
    first.start - reading.statement.start,
    last.end - reading.statement.start,
  );
  const sql = `ALTER FOREIGN DATA WRAPPER ${quoteName(name)} ${clauses}`;
  return run(
    item(reading, { ...base, rank: ranks.ground, sql: blank(reading, first.start, last.end) }),
    item(reading, { rank: ranks.ofDatabase, runner: "admin", sql }),
  );
}

/** Only a superuser may say that two types are stored alike; nobody is left then who could use that. */
function cast(reading: Reading, cursor: Cursor): Classified {
  const isBinary = cursor.find("without") >= 0;
  return run(
    isBinary
      ? item(reading, { rank: ranks.ofDatabase, runner: "admin" })
      : item(reading, { rank: ranks.routine }),
  );
}

function server(reading: Reading, cursor: Cursor): Classified {
  const conditional = cursor.accept("if", "not", "exists");
  const key = `server ${cursor.identifier() ?? ""}`;
  return run(item(reading, { rank: ranks.type, key, makes: true, conditional }));
}

const anybody: ReadonlySet<string> = new Set(["user", "current_user", "current_role", "session_user"]);

function mapping(reading: Reading, cursor: Cursor): Classified {
  const conditional = cursor.accept("if", "not", "exists");
  cursor.accept("for");
  if (anybody.has(cursor.word() ?? "")) return refuse(mappingAdvice);
  const roles = realRoles(roleList(cursor));
  return run(item(reading, { rank: ranks.type, makes: true, conditional, roles }));
}

/** null: a statement like any other. */
export function alterOfDatabase(reading: Reading): Classified | null {
  const secret = secretAdvice(reading);
  if (secret !== null) return refuse(secret);
  const cursor = new Cursor(reading.statement.tokens, 1);
  const space = spaceOf(cursor);
  if (space === null) return null;
  const name = cursor.identifier() ?? "";
  if (cursor.word() === "rename") return refuse(renameAdvice);
  const isPublication = space === "publication";
  if (!isPublication && cursor.word() === "owner") return { type: "ignored", message: superusers };
  if (cursor.accept("owner", "to")) return owned(reading, cursor, `publication ${name}`);
  const rank = space === "event-trigger" ? ranks.aboutEventTrigger : ranks.aboutDatabase;
  return run(item(reading, { rank, runner: "admin" }));
}

function spaceOf(cursor: Cursor): "event-trigger" | "publication" | "wrapper" | "language" | null {
  if (cursor.accept("event", "trigger")) return "event-trigger";
  if (cursor.accept("publication")) return "publication";
  if (cursor.accept("foreign", "data", "wrapper")) return "wrapper";
  cursor.accept("procedural");
  return cursor.accept("language") ? "language" : null;
}

/** Later than the owners of what is in a Postgres schema: it is not made before. */
function owned(reading: Reading, cursor: Cursor, of: string): Classified {
  const [role = "("] = roleList(cursor);
  if (role.startsWith("(") || !cursor.atEnd) return { type: "ignored" };
  const key = `owner ${of}`;
  return run(item(reading, { rank: ranks.aboutDatabase, runner: "admin", key, roles: [role], owner: role }));
}

/** When a comment or a grant on an object is run: what the administrator makes, only it may comment on. */
export function rankAbout(kind: string): Rank | null {
  if (kind === "event") return ranks.aboutEventTrigger;
  return administrators.has(kind) ? ranks.aboutDatabase : null;
}

const administrators: ReadonlySet<string> = new Set([
  "publication",
  "foreign data wrapper",
  "foreign",
  "language",
  "procedural",
  "cast",
  "transform",
]);
