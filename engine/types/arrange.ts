// What drizzle-kit writes, in one order and with its known mistakes mended, so that the same database gives the same files. It
// reads the system catalogs without an order. Works on its layout: one export a block, one entry a line with one tab. Pure.

const blockStart = /^export const (\w+)/;

interface Parts {
  readonly imports: readonly string[];
  readonly blocks: readonly string[];
}

function partsOf(text: string): Parts {
  const imports: string[] = [];
  const blocks: string[][] = [];
  for (const line of text.split("\n")) {
    if (blockStart.test(line)) blocks.push([line]);
    else if (blocks.length > 0) blocks.at(-1)?.push(line);
    else if (line.trim() !== "") imports.push(line);
  }
  return { imports, blocks: blocks.map((lines) => lines.join("\n").trimEnd()) };
}

/** `import { b, a } from "x"`, its names in order. */
function sortedImport(line: string): string {
  return line.replace(/\{([^}]*)\}/, (_, names: string) => {
    const sorted = names.split(",").map((name) => name.trim());
    return `{ ${[...new Set(sorted)]
      .filter((name) => name !== "")
      .sort()
      .join(", ")} }`;
  });
}

/** Lines between the first that ends with `opening` and the last, sorted by entry: one begins with a single tab. */
function sortedEntries(block: string, opening: RegExp): string {
  const lines = block.split("\n");
  const start = lines.findIndex((line) => opening.test(line));
  if (start < 0 || start >= lines.length - 1) return block;
  const entries: string[][] = [];
  for (const line of lines.slice(start + 1, -1)) {
    if (/^\t[^\t})\]]/.test(line) || entries.length === 0) entries.push([line]);
    else entries.at(-1)?.push(line);
  }
  const sorted = entries.map((entry) => entry.join("\n")).sort();
  return [...lines.slice(0, start + 1), ...sorted, lines.at(-1) ?? ""].join("\n");
}

const nameOf = (block: string): string => blockStart.exec(block)?.[1] ?? "";

/** Schemas, enums and sequences come before the tables that name them while the file is loaded, views after. */
function rankOf(block: string): number {
  const [first = ""] = block.split("\n");
  if (/= pgSchema\(/.test(first)) return 0;
  if (/(= pgEnum|\.enum)\(/.test(first)) return 1;
  if (/(= pgSequence|\.sequence)\(/.test(first)) return 2;
  return /(= pg(Materialized)?View|\.(materializedView|view))\(/.test(first) ? 4 : 3;
}

const byRankAndName = (left: string, right: string): number =>
  rankOf(left) - rankOf(right) || (nameOf(left) < nameOf(right) ? -1 : 1);

function mended(block: string): string {
  return (
    block
      // The default '' loses a quote.
      .replaceAll(".default(')", ".default('')")
      // Operator classes of an index are given to the wrong columns of it.
      .replace(/^\t(?:uniqueIndex|index)\(.*$/gm, (line) => line.replace(/\.op\("[^"]*"\)/g, ""))
  );
}

/** A column of a type that drizzle-kit does not know is `unknown(…)`, which it declares nowhere. */
const unknownColumn = [
  "/** Of a type that drizzle-kit does not know. */",
  'const unknown = customType<{ data: unknown }>({ dataType: () => "unknown" });',
].join("\n");

export function arrangeSchema(text: string): string {
  const { imports, blocks } = partsOf(text);
  const isUnknown = blocks.some((block) => /^\t\w+: unknown\(/m.test(block));
  const own = isUnknown
    ? imports.map((line) => line.replace(/\{(.*drizzle-orm\/pg-core)/, "{ customType,$1"))
    : imports;
  const sorted = blocks
    .map((block) => sortedEntries(mended(block), /^}, \(table\) => \[$/))
    .sort(byRankAndName);
  return `${[own.map(sortedImport).sort().join("\n"), ...(isUnknown ? [unknownColumn] : []), ...sorted].join("\n\n")}\n`;
}

export function arrangeRelations(text: string): string {
  const { imports, blocks } = partsOf(text);
  const sorted = blocks
    .map((block) => sortedEntries(block, /=> \(\{$/).replace(/\(\{many, one\}\)/, "({one, many})"))
    .sort(byRankAndName);
  return `${[imports.map(sortedImport).sort().join("\n"), ...sorted].join("\n\n")}\n`;
}
