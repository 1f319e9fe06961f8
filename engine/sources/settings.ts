// Session settings of a file: SET, RESET and set_config hold for the statements after them in the same file only.
// Each is a statement of the source like any other: it runs as the loader, before the statements it holds for.
import { quoteText } from "../catalog/names";
import { Cursor } from "./cursor";
import { foldCase } from "./lexer";
import type { Statement } from "./split";

export interface Setting {
  readonly name: string;
  /** Sets it for the session, also where the source says LOCAL. */
  readonly sql: string;
  readonly statement: Statement;
  /** Of `search_path`: the schemas. */
  readonly schemas: readonly string[];
}

export type SettingResult =
  | { readonly type: "done" }
  | { readonly type: "ignored"; readonly message: string }
  | { readonly type: "refused"; readonly message: string };

const done: SettingResult = { type: "done" };

/** They limit or describe a session of somebody else; the loader has its own. */
const ignoredNames = new Set([
  "statement_timeout",
  "lock_timeout",
  "idle_in_transaction_session_timeout",
  "idle_session_timeout",
  "transaction_timeout",
  "client_min_messages",
  "row_security",
  "synchronous_commit",
  "quote_all_identifiers",
  "extra_float_digits",
  "default_with_oids",
  "application_name",
]);

const roleAdvice =
  "A source cannot choose the role it runs as. Say who owns an object with ALTER … OWNER TO, and whose default " +
  "privileges are meant with ALTER DEFAULT PRIVILEGES FOR ROLE.";

function refusal(name: string, value: string): string | null {
  if (name === "role" || name === "session_authorization") return roleAdvice;
  if (name === "client_encoding" && !/^(utf-?8|unicode|default)$/i.test(value)) {
    return "Sources are read as UTF-8. Save the file as UTF-8 and remove the statement.";
  }
  if (name === "standard_conforming_strings" && !/^(on|true|yes|1|default)$/i.test(value)) {
    return "Sources are read with standard_conforming_strings on. Write E'…' where a backslash is meant to escape.";
  }
  return null;
}

/** Shared by all files that set nothing. */
const none: readonly Setting[] = [];

/** The settings in force while one file is read from top to bottom. */
export class FileSettings {
  private readonly session = new Map<string, Setting>();
  private readonly local = new Map<string, Setting>();
  private list: readonly Setting[] = none;
  /** Schema that unqualified names are made in; null where the words do not tell. */
  private creationSchema: string | null = "public";

  /** Shared by all statements between two changes. */
  get current(): readonly Setting[] {
    return this.list;
  }

  get schema(): string | null {
    return this.creationSchema;
  }

  /** The end of a transaction: SET LOCAL holds no longer. */
  endTransaction(): void {
    this.local.clear();
    this.changed();
  }

  set(statement: Statement): SettingResult {
    const cursor = new Cursor(statement.tokens, 1);
    const isLocal = cursor.accept("local");
    if (!isLocal) cursor.accept("session");
    const sql = `SET ${textFrom(statement, cursor.index)}`;
    if (cursor.accept("authorization")) return { type: "refused", message: roleAdvice };
    if (["constraints", "transaction", "characteristics"].includes(cursor.word() ?? "")) {
      return { type: "ignored", message: "transactions are the loader's own" };
    }
    if (cursor.accept("time", "zone")) return this.assign("timezone", isLocal, statement, sql, []);
    if (cursor.accept("schema")) return this.assign("search_path", isLocal, statement, sql, values(cursor));
    if (cursor.accept("names"))
      return this.assign("client_encoding", isLocal, statement, sql, values(cursor));
    const name = cursor.path()?.join(".") ?? "";
    if (!cursor.acceptSymbol("=")) cursor.accept("to");
    return this.assign(name, isLocal, statement, sql, values(cursor));
  }

  reset(statement: Statement): SettingResult {
    const cursor = new Cursor(statement.tokens, 1);
    if (cursor.accept("session", "authorization")) return { type: "refused", message: roleAdvice };
    const name = cursor.accept("time", "zone") ? "timezone" : (cursor.path()?.join(".") ?? "");
    if (name === "role") return { type: "refused", message: roleAdvice };
    for (const map of [this.session, this.local]) {
      if (name === "all") map.clear();
      else map.delete(name);
    }
    this.changed();
    return done;
  }

  /** `SELECT [pg_catalog.]set_config('name', 'value', is_local)`, as pg_dump writes it; null for any other SELECT. */
  select(statement: Statement): SettingResult | null {
    const cursor = new Cursor(statement.tokens, 1);
    if (cursor.accept("pg_catalog")) cursor.acceptSymbol(".");
    if (!cursor.accept("set_config") || !cursor.acceptSymbol("(")) return null;
    const [name, comma, value, secondComma, isLocal, close] = cursor.tokens.slice(cursor.index);
    const shape = [comma?.value, secondComma?.value, close?.value].join("");
    if (name?.kind !== "string" || value?.kind !== "string" || isLocal?.kind !== "word" || shape !== ",,)")
      return null;
    if (cursor.index + 6 !== statement.tokens.length) return null;
    const parts = value.value.split(",").map((part) => {
      const quoted = /^\s*"(.*)"\s*$/.exec(part)?.[1];
      return quoted ?? foldCase(part.trim());
    });
    const sql = `SELECT pg_catalog.set_config(${quoteText(name.value)}, ${quoteText(value.value)}, false)`;
    return this.assign(name.value.toLowerCase(), isLocal.value === "true", statement, sql, parts);
  }

  private assign(
    name: string,
    isLocal: boolean,
    statement: Statement,
    sql: string,
    given: readonly string[],
  ): SettingResult {
    const refused = refusal(name, given[0] ?? "");
    if (refused !== null) return { type: "refused", message: refused };
    if (ignoredNames.has(name) || name === "client_encoding" || name === "standard_conforming_strings")
      return done;
    const setting: Setting = { name, sql, statement, schemas: given };
    this.local.delete(name);
    (isLocal ? this.local : this.session).set(name, setting);
    this.changed();
    return done;
  }

  private changed(): void {
    const merged = new Map([...this.session, ...this.local]);
    this.list = merged.size === 0 ? none : [...merged.values()];
    const setting = merged.get("search_path");
    if (setting === undefined) this.creationSchema = "public";
    else {
      const path = setting.schemas;
      if (path[0] === "default" && path.length === 1) this.creationSchema = "public";
      else this.creationSchema = path.find((schema) => schema !== "$user" && schema !== "") ?? null;
    }
  }
}

function textFrom(statement: Statement, index: number): string {
  const first = statement.tokens[index];
  return first === undefined ? "" : statement.text.slice(first.start - statement.start);
}

/** What stands after `=` or TO: constants and names, separated by commas. */
function values(cursor: Cursor): readonly string[] {
  return cursor.tokens
    .slice(cursor.index)
    .filter((token) => token.kind !== "symbol")
    .map((token) => token.value);
}
