// The import table of docs/ARCHITECTURE.md, from the table that tests/architecture.test.ts keeps.
import { table } from "./blocks";

/** What each row of the table is for; a row without words is an error. */
const purposes: Readonly<Record<string, string>> = {
  "engine/catalog": "the data model of a schema: objects, dependency edges, names, fingerprint",
  "engine/postgres": "connections, their settings and errors, embedded servers",
  "engine/diff": "two catalogs to changes; knows no kind",
  "engine/plan": "changes to ordered steps: rules, strategies, one sort",
  "engine/providers": "what clouds put into a database by themselves: one file each",
  "engine/sources": "a source to a desired catalog; the reader of every catalog",
  "engine/judge": "hazards and consents to a verdict; the probes that count what would be lost",
  "engine/apply": "runs a plan; the only writer",
  "engine/rehearsal": "what is tried with rows in a scratch database: seeds, isolation, projections",
  "engine/verify": "compares what is there after a run with what was wanted",
  "engine/types": "types of a database's tables, by drizzle-kit",
  "engine/show": "a plan as text, SQL or JSON; a schema or a plan as the model of a diagram",
  "engine/adopt": "a catalog as files one would write; what journals of other tools claim",
  "engine/api": "the public types",
  gates: "rules that a desired catalog must keep: one file each",
  "gates/framework": "what the gates share: classes and tags of tables, exceptions, the contract, the run",
  "gates/files": "reads what stands beside a source: exceptions, contract",
  components: "Pulumi resources: servers, credentials, backups, schemas, services",
  cli: "the command line",
  top: "`index.ts`, `settings.ts` and `settings/`, the program of the stack",
};

export function importTable(test: string): string {
  const text = /const mayImport[^{]*\{\n([\s\S]*?)\n\};/.exec(test)?.[1];
  if (text === undefined) throw new Error("tests/architecture.test.ts has no table mayImport");
  const rows = text.split("\n").map((line) => {
    const match = /^\s*"?([\w/]+)"?: \[(.*)\],$/.exec(line);
    const purpose = purposes[match?.[1] ?? ""];
    if (match === null || purpose === undefined)
      throw new Error(`tests/architecture.test.ts: nothing is known of ${line.trim()}`);
    const [, folder = "", list = ""] = match;
    const allowed = [...list.matchAll(/"([^"]+)"/g)].map((found) => `\`${found[1]}\``).join(", ");
    return [folder === "top" ? "the top" : `\`${folder}\``, purpose, allowed || "nothing"];
  });
  return table(["Folder", "What it is", "May import of ours"], rows);
}
