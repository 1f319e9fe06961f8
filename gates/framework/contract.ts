// The contract document of an application, read: sections, invariants with their ids, exceptions. Pure; Markdown is read as
// far as headings, list items and code in backticks.

/** What every section has, in this order. */
export const parts = ["Invariants", "Source", "Validated", "Exceptions"] as const;

export interface Section {
  readonly title: string;
  /** In CONTRACT.md, from 1. */
  readonly line: number;
  readonly parts: ReadonlyMap<string, readonly Item[]>;
}

export interface Item {
  readonly text: string;
  readonly line: number;
}

export function readContract(text: string): readonly Section[] {
  const sections: { title: string; line: number; parts: Map<string, Item[]> }[] = [];
  let items: Item[] | undefined;
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const heading = /^(#{2,3}) (.+?)\s*$/.exec(row);
    const section = sections.at(-1);
    if (heading?.[1] === "##") {
      sections.push({ title: heading[2] ?? "", line, parts: new Map() });
      items = undefined;
    } else if (heading?.[1] === "###" && section !== undefined) {
      items = [];
      section.parts.set(heading[2] ?? "", items);
    } else if (items !== undefined && row.trim() !== "") {
      const isNew = /^[-*] /.test(row) || items.length === 0;
      const last = items.at(-1);
      if (isNew || last === undefined) items.push({ text: row.replace(/^[-*] /, ""), line });
      else items[items.length - 1] = { ...last, text: `${last.text} ${row.trim()}` };
    }
  }
  return sections;
}

/** The name that ids of an application begin with: `LEDGER`. */
export const prefixOf = (application: string): string =>
  application.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "-");

/** The id that an item of *Invariants* begins with: `**LEDGER-TENANT-1** A row …`. */
export function idOf({ text }: Item): string | null {
  return /^\*\*([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+)\*\* \S/.exec(text)?.[1] ?? null;
}

/** What stands between backticks. */
export function codeIn({ text }: Item): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

export interface Mention {
  readonly id: string;
  readonly file: string;
  readonly line: number;
}

/** Where ids of an application are named. */
export function mentionsIn(
  texts: readonly { readonly file: string; readonly text: string }[],
  prefix: string,
): readonly Mention[] {
  const pattern = new RegExp(`(?<![\\w-])${prefix}(?:-[A-Z0-9]+)*-\\d+(?![\\w-])`, "g");
  return texts.flatMap(({ file, text }) =>
    text.includes(`${prefix}-`)
      ? text
          .split("\n")
          .flatMap((row, index) => [...row.matchAll(pattern)].map(([id]) => ({ id, file, line: index + 1 })))
      : [],
  );
}
