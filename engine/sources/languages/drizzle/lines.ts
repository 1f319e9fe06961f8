// Where in a TypeScript file something is written that an error is about. Guesses, for messages alone. Pure.

const escaped = (text: string): string => text.replace(/[$]/g, "\\$&");

/** The line, from 1, on which a name is exported; null where it is not spelled out. */
export function lineOfExport(text: string, name: string): number | null {
  const word = escaped(name);
  const patterns =
    name === "default"
      ? [/^\s*export\s+default\b/]
      : [
          new RegExp(`^\\s*export\\s+(?:const|let|var)\\s+${word}(?![\\w$])`),
          new RegExp(`^\\s*(?:const|let|var)\\s+${word}(?![\\w$])`),
        ];
  const lines = text.split("\n");
  for (const pattern of patterns) {
    const index = lines.findIndex((line) => pattern.test(line));
    if (index >= 0) return index + 1;
  }
  return null;
}

/**
 * The line of the declaration that names what a line of its SQL is about: a column, a constraint, an index, a policy.
 * @param from first line of the declaration, from 1
 * @param names of what belongs to the declared object, those that decide first
 */
export function lineOfName(
  source: readonly string[],
  from: number,
  names: readonly string[],
  sql: string,
): number | null {
  const name = names.find((one) => sql.includes(`"${one}"`));
  if (name === undefined) return null;
  const next = source.findIndex((line, index) => index >= from && /^export\b/.test(line));
  const own = source.slice(from - 1, next < 0 ? undefined : next);
  const index = own.findIndex((line) => line.includes(`"${name}"`) || line.includes(`'${name}'`));
  return index < 0 ? null : from + index;
}
