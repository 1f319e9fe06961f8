// What the tests of adoption share: databases as other tools leave them, folders of migrations, and the command.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll } from "vitest";
import { main } from "../../cli/main";
import { type Adoption, connect, formatTarget, type Target } from "../../engine/index";

const directory = mkdtempSync(path.join(tmpdir(), "stackschema-adopt-"));
let made = 0;

afterAll(() => rmSync(directory, { recursive: true, force: true }));

export async function run(target: Target, sql: string): Promise<void> {
  const client = await connect(target);
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A folder with these files. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  made += 1;
  const root = path.join(directory, String(made));
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

interface Finished {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

export async function stackschema(arguments_: readonly string[]): Promise<Finished> {
  let out = "";
  let notes = "";
  const code = await main(arguments_, {
    environment: { STACKSCHEMA_CACHE: path.join(tmpdir(), "stackschema-tests-cli") },
    print: (text) => {
      out += text;
    },
    note: (text) => {
      notes += text;
    },
    color: false,
    confirm: null,
  });
  return { code, out, notes };
}

export interface Adopted {
  readonly code: number;
  readonly adoption: Adoption;
  /** Path → text of the written source. */
  readonly files: Readonly<Record<string, string>>;
  readonly out: string;
}

/** Runs the command; scratch is the server itself, so that no second one is started. */
export async function adopt(target: Target, ...more: readonly string[]): Promise<Adopted> {
  const out = path.join(folder(), "source");
  const { code, out: text } = await stackschema([
    "adopt",
    "--database",
    formatTarget(target),
    "--out",
    out,
    "--scratch",
    "server",
    "--format",
    "json",
    ...more,
  ]);
  const adoption = JSON.parse(text) as Adoption;
  return { code, adoption, files: filesIn(out), out };
}

export function filesIn(root: string): Readonly<Record<string, string>> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const texts = names.map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(root, file).split(path.sep).join("/"), readFileSync(file, "utf8")] as const;
  });
  return Object.fromEntries(texts.sort(([left], [right]) => (left < right ? -1 : 1)));
}

export const findingsOf = (adopted: Adopted, tool: string): readonly string[] =>
  adopted.adoption.journals
    .find((journal) => journal.tool === tool)
    ?.findings.map(({ id, message }) => `${id}: ${message}`) ?? [];
