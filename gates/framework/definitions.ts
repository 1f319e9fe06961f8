// Definitions as Postgres writes them, down to where the user's own words begin: the header of a routine
// (pg_get_functiondef), the events of a trigger (pg_get_triggerdef), the columns of an index (pg_get_indexdef). Pure.
import { quoteName, quotePath } from "../../engine/index";

interface RoutineHeader {
  readonly isDefiner: boolean;
  /** Each SET as Postgres writes it: `search_path TO 'pg_catalog', 'pg_temp'`. */
  readonly settings: readonly string[];
}

/** Arguments and the result stand before LANGUAGE, options on the line after it, then one line for each SET. */
export function routineHeader(routine: {
  readonly definition: string;
  readonly language: string;
}): RoutineHeader {
  const opening = `\n LANGUAGE ${quoteName(routine.language)}\n`;
  const start = outsideQuotes(routine.definition, opening);
  if (start < 0) return { isDefiner: false, settings: [] };
  const rest = routine.definition.slice(start + opening.length).split("\n");
  const end = rest.findIndex((line) => !line.startsWith(" "));
  const lines = rest.slice(0, end);
  return {
    isDefiner: lines.some((line) => !line.startsWith(" SET ") && / SECURITY DEFINER\b/.test(line)),
    settings: lines.flatMap((line) => (line.startsWith(" SET ") ? [line.slice(5)] : [])),
  };
}

/** Where a text stands first, past names and constants: the default of an argument may hold any words. */
function outsideQuotes(text: string, wanted: string): number {
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (text.startsWith(wanted, at)) return at;
  }
  return -1;
}

export interface TriggerHeader {
  readonly when: "BEFORE" | "AFTER" | "INSTEAD OF";
  readonly events: readonly ("INSERT" | "UPDATE" | "DELETE" | "TRUNCATE")[];
  /** UPDATE OF: only some columns. */
  readonly isPartial: boolean;
  readonly each: "row" | "statement";
  /** Of WHEN, as Postgres writes it: `(old.status = 'posted'::text)`; null where it fires for every row. */
  readonly condition: string | null;
}

/** @param path Postgres schema, table and name of the trigger */
export function triggerHeader(definition: string, path: readonly string[]): TriggerHeader {
  const name = quoteName(path.at(-1) ?? "");
  const relation = ` ON ${quotePath(path.slice(0, -1))} `;
  const start = definition.indexOf(`TRIGGER ${name} `) + `TRIGGER ${name} `.length;
  const end = definition.indexOf(relation, start);
  const words = definition.slice(start, end);
  const after = definition.slice(end + relation.length);
  const when = (["BEFORE", "AFTER", "INSTEAD OF"] as const).find((word) => words.startsWith(word)) ?? "AFTER";
  const events = (["INSERT", "UPDATE", "DELETE", "TRUNCATE"] as const).filter((event) =>
    words
      .slice(when.length + 1)
      .split(" OR ")
      .some((part) => part === event || part.startsWith(`${event} OF `)),
  );
  const each = after.includes("FOR EACH ROW") ? "row" : "statement";
  const [, condition = null] =
    /FOR EACH (?:ROW|STATEMENT) WHEN \((.*)\) EXECUTE FUNCTION /s.exec(after) ?? [];
  return { when, events, isPartial: words.includes("UPDATE OF "), each, condition };
}

/** `USING btree (org_id, lower(name) DESC) INCLUDE (id)` → `["org_id", "lower(name) DESC"]`; plain columns are unquoted. */
export function keyColumns(definition: string): readonly string[] {
  const start = definition.indexOf("(");
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let part = "";
  for (const character of definition.slice(start)) {
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === ")") depth -= 1;
    if (depth === 0 && part !== "" && quote === "") return [...parts, plainColumn(part)];
    if (depth === 1 && quote === "" && character === ",") {
      parts.push(plainColumn(part));
      part = "";
    } else if (depth > 0) part += character;
    if (quote === "" && character === "(") depth += 1;
  }
  return parts;
}

/** The column's name where the order is all that is added to it; an expression stays as it is. */
function plainColumn(part: string): string {
  const [, name = part] =
    /^\s*("(?:[^"]|"")+"|[\w$]+)(?: (?:ASC|DESC))?(?: NULLS (?:FIRST|LAST))?$/.exec(part) ?? [];
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.trim();
}
