// Which documents have generated parts, and what makes each part.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { importTable } from "./architecture";
import { fillBlocks } from "./blocks";
import { configurationTable } from "./configuration";
import { kindTable, unmodeledList } from "./coverage";
import { classTable, gateHeader, gateIdsFile, gateIndexFile, gateTable } from "./gates";
import { helpTexts } from "./help";
import { serverKeysTable } from "./server-keys";

export interface RefreshOptions {
  /** Absolute directory of the checkout. */
  readonly root: string;
  /** `check` writes nothing. */
  readonly mode: "write" | "check";
}

type Read = (file: string) => string;

/** Gates by the names of their files. */
function gateIdsOf(root: string): readonly string[] {
  return readdirSync(path.join(root, "gates"))
    .flatMap((name) =>
      name.endsWith(".ts") && !["ids.ts", "index.ts"].includes(name) ? [name.slice(0, -3)] : [],
    )
    .sort();
}

/** Files that are generated whole. */
function wholeFiles(ids: readonly string[]): Readonly<Record<string, string>> {
  return { "gates/ids.ts": gateIdsFile(ids), "gates/index.ts": gateIndexFile(ids) };
}

/** @param ids of the gates that the list in `gates/index.ts` has: of one that was just made the page comes with the next run */
function gatePages(ids: readonly string[]): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const pages = ids.map((id) => [`docs/gates/${id}.md`, { gate: gateHeader(id) }] as const);
  return {
    "docs/gates/README.md": { gates: gateTable(), classes: classTable() },
    ...Object.fromEntries(pages),
  };
}

async function blocksByFile(
  read: Read,
  ids: readonly string[],
): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const help = await helpTexts();
  return {
    "README.md": {
      configuration: configurationTable(read("Pulumi.yaml")),
      "stackschema --help": help.program,
      "stackschema apply --help": help.apply,
    },
    "docs/COVERAGE.md": { kinds: kindTable(), unmodelled: unmodeledList() },
    "docs/CLOUD-RESOURCES.md": {
      "stackschema:azure": serverKeysTable(
        read("components/servers/azure-args.ts"),
        "AzureServerArgs",
        read("settings/azure.ts"),
      ),
      "stackschema:gcp": serverKeysTable(
        read("components/servers/gcp-args.ts"),
        "GcpServerArgs",
        read("settings/gcp.ts"),
      ),
    },
    ...gatePages(ids),
    "docs/ARCHITECTURE.md": { "import table": importTable(read("tests/architecture.test.ts")) },
  };
}

/** Brings the generated parts up to date, and answers the documents that were not. */
export async function refresh({ root, mode }: RefreshOptions): Promise<readonly string[]> {
  const read: Read = (file) => readFileSync(path.join(root, file), "utf8").replaceAll("\r\n", "\n");
  const ids = gateIdsOf(root);
  const stale: string[] = [];
  const compare = (file: string, present: string, fresh: string): void => {
    if (fresh === present) return;
    stale.push(file);
    if (mode === "write") writeFileSync(path.join(root, file), fresh);
  };
  for (const [file, fresh] of Object.entries(wholeFiles(ids)))
    compare(file, existsSync(path.join(root, file)) ? read(file) : "", fresh);
  // Their words are in the list that was just written: the next run knows them.
  if (stale.length > 0) return stale;
  for (const [file, blocks] of Object.entries(await blocksByFile(read, ids))) {
    const present = read(file);
    compare(file, present, fillBlocks(file, present, blocks));
  }
  return stale;
}
