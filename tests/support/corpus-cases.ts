// Our own corpus on disk: one folder a case, `<kind>--<case>`, with SQL for both sides and what must be true of the
// way between them. The format stands in tests/corpus/README.md; an unknown key or file is an error, not a comment.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const direction = z
  .strictObject({
    /** Objects that exist on both sides under one name and may be made anew all the same; every other one is kept. */
    replaces: z.array(z.string()).default([]),
    /** Tables whose rows may be written again; every other one keeps its file. */
    rewrites: z.array(z.string()).default([]),
    /** Old name → new name of what a directive renames: the same object under another name. */
    renames: z.record(z.string(), z.string()).default({}),
    /** Objects whose step must wait for consent, and no others. */
    blocked: z.array(z.string()).default([]),
    /** Objects whose step may wait for consent or not: where it is a matter of judgement whether anything can be lost. */
    mayBlock: z.array(z.string()).default([]),
    /** Extensions that stay though the side to reach does not declare them (decision 6). */
    stays: z.array(z.string()).default([]),
    /** Columns, tables or sequences whose rows, count or position may differ afterwards. */
    changesRows: z.array(z.string()).default([]),
    /** Patterns that no statement of the plan may match. */
    never: z.array(z.string()).default([]),
  })
  .prefault({});

const expectation = z.strictObject({
  about: z.string().min(10),
  minMajor: z.number().int().default(14),
  maxMajor: z.number().int().default(18),
  /** Majors on which it always runs, besides those that every case runs on. */
  alsoOn: z.array(z.number().int()).default([]),
  /** Roles of the case, quoted where they need it. */
  roles: z.array(z.string()).default([]),
  /** Migrated by a superuser, where Postgres lets nobody else. */
  superuser: z.boolean().default(false),
  /** Postgres schemas managed; by default all of either side. */
  scope: z.array(z.string()).optional(),
  forward: direction,
  backward: direction,
});

export type Expectation = z.infer<typeof expectation>;
export type DirectionExpectation = Expectation["forward"];
export type Direction = "forward" | "backward";

export interface OwnCase {
  readonly name: string;
  /** Absolute paths of old.sql and new.sql: the sources handed to the engine. */
  readonly oldPath: string;
  readonly newPath: string;
  readonly old: string;
  readonly new: string;
  /** Run by both sides before their own SQL, by a superuser. */
  readonly setup: string;
  /** Rows of the starting side: rows.sql for old.sql, rows-back.sql for new.sql. */
  readonly rows: Readonly<Record<Direction, string>>;
  /** Run on the migrated database; raises unless all is as it should be. */
  readonly check: Readonly<Record<Direction, string>>;
  readonly expected: Expectation;
}

const files = new Set([
  "old.sql",
  "new.sql",
  "setup.sql",
  "rows.sql",
  "rows-back.sql",
  "check.sql",
  "check-back.sql",
  "expect.json",
]);

export function ownCases(root: string): OwnCase[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ownCase(root, entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function ownCase(root: string, name: string): OwnCase {
  if (!/^[a-z-]+--[a-z0-9-]+$/.test(name))
    throw new Error(`tests/corpus/${name}: a case is named <kind>--<case>`);
  const folder = join(root, name);
  const present = readdirSync(folder);
  const unknown = present.filter((file) => !files.has(file));
  if (unknown.length > 0) throw new Error(`tests/corpus/${name}: unknown file ${unknown.join(", ")}`);
  const text = (file: string): string =>
    present.includes(file) ? readFileSync(join(folder, file), "utf8") : "";
  const parsed = expectation.safeParse(JSON.parse(text("expect.json") || "{}"));
  if (!parsed.success) throw new Error(`tests/corpus/${name}/expect.json: ${z.prettifyError(parsed.error)}`);
  return {
    name,
    oldPath: join(folder, "old.sql"),
    newPath: join(folder, "new.sql"),
    old: readFileSync(join(folder, "old.sql"), "utf8"),
    new: readFileSync(join(folder, "new.sql"), "utf8"),
    setup: text("setup.sql"),
    rows: { forward: text("rows.sql"), backward: text("rows-back.sql") },
    check: { forward: text("check.sql"), backward: text("check-back.sql") },
    expected: parsed.data,
  };
}
