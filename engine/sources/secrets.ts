// Options of foreign objects that may hold a secret have no place in a source: a plan would show and keep them. Pure.
import { maySecret, openMappingOptions } from "../catalog/secrets";
import { Cursor } from "./cursor";
import { excerptOf } from "./problem";
import type { Reading } from "./reading";
import type { Statement } from "./split";

/** null where the statement sets no option that may hold a secret. */
export function secretAdvice({ statement }: Reading): string | null {
  if (!isForeign(statement)) return null;
  const isMapping = isUserMapping(statement);
  const found = optionsOf(statement).find(({ name, value }) =>
    isMapping ? !openMappingOptions.includes(name) : maySecret(name, value),
  );
  if (found === undefined) return null;
  const rule = isMapping
    ? `Of the options of a user mapping a source may say ${openMappingOptions.join(", ")}`
    : "A source says no option that may hold a secret";
  return (
    `${rule}: the plan, which is shown and kept, would hold ${found.name}. Leave the option out, and set it by hand once the ` +
    "object is there, with ALTER … OPTIONS (ADD …). What is not declared so is never read, changed or taken away."
  );
}

/** The text of a statement without the values of its options: mistakes in it are shown. */
export function withoutValues(statement: Statement, text: string): string {
  if (!isForeign(statement)) return text;
  return statement.tokens
    .filter(({ kind, value }) => kind === "string" && value.length > 2)
    .reduce((shown, { value }) => shown.replaceAll(value, "…"), text);
}

export const excerptWithoutValues = (statement: Statement): string =>
  excerptOf(withoutValues(statement, statement.text));

const isUserMapping = ({ tokens }: Statement): boolean =>
  tokens[1]?.value === "user" && tokens[2]?.value === "mapping";

function isForeign(statement: Statement): boolean {
  const [verb, kind] = statement.tokens;
  if (verb?.value !== "create" && verb?.value !== "alter") return false;
  return ["server", "foreign", "subscription"].includes(kind?.value ?? "") || isUserMapping(statement);
}

interface Option {
  readonly name: string;
  readonly value: string;
}

/** Those of every `OPTIONS (…)`, also of columns. */
function optionsOf({ tokens }: Statement): readonly Option[] {
  const found: Option[] = [];
  tokens.forEach((token, at) => {
    if (token.kind !== "word" || token.value !== "options" || tokens[at + 1]?.value !== "(") return;
    const cursor = new Cursor(tokens, at + 2);
    while (!cursor.atEnd && cursor.symbol() !== ")") {
      const value = cursor.tokens[cursor.index + 1];
      const name = cursor.tokens[cursor.index];
      if (value?.kind === "string" && name !== undefined)
        found.push({ name: name.value, value: value.value });
      cursor.index += 1;
    }
  });
  return found;
}
