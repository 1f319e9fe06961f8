// Which documents have generated parts, and what makes each part.
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { importTable } from "./architecture";
import { fillBlocks } from "./blocks";
import { configurationTable } from "./configuration";
import { kindTable, unmodeledList } from "./coverage";
import { helpTexts } from "./help";
import { serverKeysTable } from "./server-keys";

export interface RefreshOptions {
  /** Absolute directory of the checkout. */
  readonly root: string;
  /** `check` writes nothing. */
  readonly mode: "write" | "check";
}

type Read = (file: string) => string;

async function blocksByFile(read: Read): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
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
    "docs/ARCHITECTURE.md": { "import table": importTable(read("tests/architecture.test.ts")) },
  };
}

/** Brings the generated parts up to date, and answers the documents that were not. */
export async function refresh({ root, mode }: RefreshOptions): Promise<readonly string[]> {
  const read: Read = (file) => readFileSync(path.join(root, file), "utf8").replaceAll("\r\n", "\n");
  const stale: string[] = [];
  for (const [file, blocks] of Object.entries(await blocksByFile(read))) {
    const present = read(file);
    const fresh = fillBlocks(file, present, blocks);
    if (fresh === present) continue;
    stale.push(file);
    if (mode === "write") writeFileSync(path.join(root, file), fresh);
  }
  return stale;
}
