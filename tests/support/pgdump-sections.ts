// Takes the text of pg_dump apart at its own headers, `-- Name: …; Type: …; Schema: …; Owner: …`.
// Knows pg_dump's output only: must never be used on SQL that people wrote.

export interface Section {
  readonly name: string;
  /** `TABLE`, `FK CONSTRAINT`, `ACL` … */
  readonly type: string;
  readonly schema: string | null;
  readonly statements: readonly string[];
  /** `SET default_tablespace` and such that hold for this object and are not the default. */
  readonly settings: readonly string[];
}

const header = /^--\n-- (?:Data for )?Name: (.*); Type: ([A-Z ]+); Schema: (.*); Owner: .*\n--\n/gm;
const storageSetting = /\n(SET default_(?:tablespace|table_access_method) = .*;)\n*$/;
const storedTypes = new Set(["TABLE", "MATERIALIZED VIEW", "INDEX", "CONSTRAINT"]);
const defaults = new Set(["SET default_tablespace = '';", "SET default_table_access_method = heap;"]);

export function sections(dump: string): Section[] {
  const text = dump.replaceAll("\r\n", "\n").replace(/^\\(?:un)?restrict .*$/gm, "");
  const heads = [...text.matchAll(header)];
  // pg_dump writes a changed setting in front of the header of the object that needs it.
  const settings = new Map<string, string>();
  const first = heads[0];
  if (first !== undefined) takeSettings(text.slice(0, first.index), settings);
  return heads.map((head, position) => {
    const [whole, name = "", type = "", schema = "-"] = head;
    const current = storedTypes.has(type)
      ? [...settings.values()].filter((setting) => !defaults.has(setting))
      : [];
    const end = heads[position + 1]?.index ?? text.length;
    const body = takeSettings(text.slice(head.index + whole.length, end), settings);
    return {
      name,
      type,
      schema: schema === "-" ? null : schema,
      statements: statementsOf(body, type),
      settings: current.sort(),
    };
  });
}

/** Cuts the settings off the end of a body and notes them for the objects that follow. */
function takeSettings(body: string, settings: Map<string, string>): string {
  let rest = `\n${body}`.replace(/\n--\n-- PostgreSQL database dump complete\n--\n*$/, "\n");
  const taken: string[] = [];
  for (let match = storageSetting.exec(rest); match !== null; match = storageSetting.exec(rest)) {
    taken.unshift(match[1] ?? "");
    rest = rest.slice(0, match.index + 1);
  }
  for (const statement of taken) settings.set(statement.slice(0, statement.indexOf("=")), statement);
  return rest;
}

/** Kinds whose text holds SQL bodies, where a semicolon does not end the statement. */
const withBody = new Set(["FUNCTION", "PROCEDURE", "VIEW", "MATERIALIZED VIEW", "RULE", "POLICY", "TRIGGER"]);

function statementsOf(body: string, type: string): string[] {
  const text = body.trim();
  if (withBody.has(type)) {
    const after = /\n\n(ALTER [A-Z ]+ [^;]* OWNER TO [^;]+;|ALTER TABLE [^;]* TRIGGER [^;]+;)$/.exec(text);
    const rest = after === null ? "" : after[1];
    return [after === null ? text : text.slice(0, after.index).trim(), rest ?? ""].filter(
      (part) => part !== "",
    );
  }
  const statements: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === "'" || character === '"') index = closingQuote(text, index);
    else if (character === ";") {
      statements.push(text.slice(start, index + 1).trim());
      start = index + 1;
    }
  }
  const last = text.slice(start).trim();
  return joinAuthorizations(last === "" || last.startsWith("--") ? statements : [...statements, last]);
}

/** A grant made by another role than the owner stands between two settings: one statement for us. */
function joinAuthorizations(statements: readonly string[]): string[] {
  const joined: string[] = [];
  let grantor = "";
  for (const statement of statements) {
    if (statement.startsWith("SET SESSION AUTHORIZATION")) grantor = `${statement}\n`;
    else if (statement.startsWith("RESET SESSION AUTHORIZATION")) grantor = "";
    else joined.push(grantor + statement);
  }
  return joined;
}

/** Index of the quote that ends the one at `from`; a backslash escapes only after E. */
export function closingQuote(text: string, from: number): number {
  const quote = text.charAt(from);
  const escapes = quote === "'" && /[eE]/.test(text.charAt(from - 1)) && !/\w/.test(text.charAt(from - 2));
  for (let index = from + 1; index < text.length; index++) {
    if (escapes && text.charAt(index) === "\\") index++;
    else if (text.charAt(index) === quote) {
      if (text.charAt(index + 1) !== quote) return index;
      index++;
    }
  }
  return text.length;
}
