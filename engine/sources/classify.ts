// One statement → what to do with it, by its leading words. It must never look into expressions or bodies: what a
// statement means is for Postgres to say; unknown words are run, so that Postgres tells what is wrong with them.
import { alterItems } from "./alter";
import { createItems } from "./create";
import { Cursor } from "./cursor";
import { type Rank, ranks } from "./item";
import { alterOfDatabase, createOfDatabase, rankAbout } from "./of-database";
import { defaultPrivilegeWords, privilegeWords, realRoles } from "./privileges";
import { type Classified, item, type Reading, refuse, resolve, run, unknownSchema } from "./reading";
import { dropAdvice, extensionAdvice, refusedFirstWords, refusedKinds } from "./refusals";
import type { FileSettings, SettingResult } from "./settings";
import type { Statement } from "./split";

function fromSetting(result: SettingResult): Classified {
  if (result.type === "refused") return refuse(result.message);
  return result.type === "ignored" ? { type: "ignored", message: result.message } : { type: "ignored" };
}

function privileges(reading: Reading): Classified {
  const words = privilegeWords(new Cursor(reading.statement.tokens), (path) => resolve(reading, path));
  if (words === null) return refuse(refusedKinds.role ?? "");
  if (["database", "tablespace", "parameter"].includes(words.kind))
    return refuse(refusedKinds.database ?? "");
  const about = rankAbout(words.kind);
  if (about !== null)
    return run(
      item(reading, { rank: about, runner: "admin", privilege: words, roles: realRoles(words.grantees) }),
    );
  const rank = words.general ? ranks.generalPrivilege : ranks.privilege;
  return run(item(reading, { rank, privilege: words, roles: realRoles(words.grantees) }));
}

const inSchemaAdvice =
  "say IN SCHEMA for those that shall hold in a Postgres schema for whatever is made there";

function defaultPrivileges(reading: Reading): Classified {
  const { makers, grantees, everywhere } = defaultPrivilegeWords(new Cursor(reading.statement.tokens, 3));
  const others = realRoles(makers);
  const roles = [...others, ...realRoles(grantees)];
  const made =
    others.length === 0
      ? item(reading, { rank: ranks.defaultPrivilege, roles })
      : item(reading, { rank: ranks.ownersPrivilege, runner: "admin", roles });
  if (!everywhere) return run(made);
  const holds = others.length === 0 ? "it holds for what this source makes, and no" : "no";
  const note = `${holds} default privileges of the whole database are changed; ${inSchemaAdvice}`;
  return { type: "run", items: [made], note };
}

function comment(reading: Reading): Classified {
  const { tokens } = reading.statement;
  const cursor = new Cursor(tokens, 1);
  cursor.accept("on");
  const refused = refusedKinds[cursor.word() ?? ""];
  if (refused !== undefined) return refuse(refused);
  const about = commentRank(cursor);
  const rank = about ?? ranks.comment;
  const isExtension = cursor.word() === "extension";
  const isOfSuperuser = cursor.word(1) === "search" && ["parser", "template"].includes(cursor.word(2) ?? "");
  const is = cursor.find("is");
  if (isExtension && (is !== 4 || tokens.length !== 6)) return refuse(extensionAdvice);
  const key = is < 0 ? null : commentKey(reading, cursor, is);
  return run(
    item(reading, {
      rank: isExtension || isOfSuperuser ? ranks.owner : rank,
      runner: isExtension || isOfSuperuser || about !== null ? "admin" : "loader",
      key,
    }),
  );
}

/** Foreign tables are the loader's. */
const commentRank = (cursor: Cursor): Rank | null =>
  cursor.word() === "foreign" && cursor.word(1) === "table" ? null : rankAbout(cursor.word() ?? "");

/** Kinds that have no schema, or belong to a table named after ON. */
const unqualified = new Set([
  "schema",
  "extension",
  "language",
  "cast",
  "server",
  "publication",
  "trigger",
  "policy",
]);

function commentKey(reading: Reading, cursor: Cursor, end: number): string {
  const kind: string[] = [];
  while (
    cursor.word() !== undefined &&
    cursor.symbol(1) !== "." &&
    cursor.index + 1 < end &&
    cursor.symbol(1) !== "("
  ) {
    kind.push(cursor.word() ?? "");
    cursor.index += 1;
    if (unqualified.has(kind.at(-1) ?? "")) break;
  }
  const path = cursor.path() ?? [];
  const isColumn = kind[0] === "column";
  const qualified = unqualified.has(kind[0] ?? "") || path.length > (isColumn ? 2 : 1);
  const full = qualified ? path : [reading.schema ?? unknownSchema, ...path];
  const rest = cursor.tokens.slice(cursor.index, end).map((token) => token.value);
  return `comment ${[...kind, full.join("\0"), ...rest].join(" ")}`;
}

/** DROP … IF EXISTS of something not yet there is what many write before they make it: it does nothing. */
function drop(reading: Reading): Classified {
  const cursor = new Cursor(reading.statement.tokens, 1);
  const refused = refusedKinds[cursor.word() ?? ""];
  if (refused !== undefined && cursor.word(1) !== "mapping") return refuse(refused);
  if (cursor.word() === "owned") return refuse(refusedKinds.role ?? "");
  const condition = cursor.find("if");
  if (condition < 0 || cursor.tokens[condition + 1]?.value !== "exists") return refuse(dropAdvice);
  const path = new Cursor(cursor.tokens, condition + 2).path() ?? [];
  return { type: "ignored", message: "nothing is dropped by a source", drops: path.at(-1) ?? "" };
}

function set(reading: Reading, settings: FileSettings): Classified {
  return fromSetting(settings.set(reading.statement));
}

const handlers: Readonly<Record<string, (reading: Reading, settings: FileSettings) => Classified>> = {
  set,
  reset: (reading, settings) => fromSetting(settings.reset(reading.statement)),
  select: (reading, settings) => {
    const result = settings.select(reading.statement);
    return result === null ? refuse(refusedFirstWords.select ?? "") : fromSetting(result);
  },
  begin: () => ({ type: "ignored" }),
  start: () => ({ type: "ignored" }),
  commit: (_reading, settings) => endTransaction(settings),
  end: (_reading, settings) => endTransaction(settings),
  grant: privileges,
  revoke: privileges,
  comment,
  drop,
  create: (reading) => createOfDatabase(reading) ?? createItems(reading),
  alter: (reading) =>
    reading.statement.tokens[1]?.value === "default"
      ? defaultPrivileges(reading)
      : (alterOfDatabase(reading) ?? alterItems(reading)),
  refresh: (reading) => run(item(reading, { rank: ranks.refresh, runsCode: true })),
  do: (reading) => run(item(reading, { rank: ranks.rest, runsCode: true })),
  security: (reading) => run(item(reading, { rank: ranks.comment })),
};

/** Loading is one transaction or many as the loader needs: BEGIN and COMMIT around statements change nothing. */
function endTransaction(settings: FileSettings): Classified {
  settings.endTransaction();
  return { type: "ignored" };
}

export function classify(statement: Statement, settings: FileSettings): Classified {
  const reading: Reading = { statement, settings: settings.current, schema: settings.schema };
  const first = statement.tokens[0];
  const word = first?.kind === "word" ? first.value : "";
  const handler = Object.hasOwn(handlers, word) ? handlers[word] : undefined;
  if (handler !== undefined) return handler(reading, settings);
  const refused = Object.hasOwn(refusedFirstWords, word) ? refusedFirstWords[word] : undefined;
  return refused === undefined ? run(item(reading, { rank: ranks.rest })) : refuse(refused);
}
