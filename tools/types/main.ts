// `npm run types` makes the types of every application of the local stack, from its database; with `-- --check` it says which
// of those that are here were edited by hand or are older than their source, for which it needs no stack.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { generateTypes, parseTarget, planSchema, SchemaError, typesState } from "../../engine/index";

const root = process.cwd();
const folder = path.join(root, "generated");
const major = 17;

const schemaOf = (application: string): string => application.replaceAll("-", "_");
const directoryOf = (application: string): string => path.join(folder, application);
const sourceOf = (application: string): string => `schema/${application}`;

/** What the local stack says of itself. */
const outputs = z.object({
  url: z.string(),
  applications: z.record(z.string(), z.object({ fingerprint: z.string() })),
});

function localStack(): z.output<typeof outputs> {
  const tool = path.join(root, "tools", "pulumi", "main.mjs");
  const asked = ["stack", "output", "--json", "--show-secrets", "--stack", "local"];
  const { stdout, stderr, status } = spawnSync(process.execPath, [tool, ...asked], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const found = status === 0 ? outputs.safeParse(JSON.parse(stdout)) : undefined;
  if (found?.data === undefined)
    throw new SchemaError(
      "no-stack",
      `There is no local database to make types from. Make it:  npm start\n${stderr.trim()}`,
    );
  return found.data;
}

async function generate(): Promise<void> {
  const { url, applications } = localStack();
  for (const [application, { fingerprint }] of Object.entries(applications)) {
    const directory = directoryOf(application);
    const state = await typesState(directory, fingerprint);
    const source = sourceOf(application);
    const request = {
      target: parseTarget(url),
      scope: [schemaOf(application)],
      directory,
      fingerprint,
      source,
    };
    if (state !== "fresh") await generateTypes(request);
    console.log(`${state === "fresh" ? "unchanged" : "written  "} generated/${application}`);
  }
}

/** Of the catalog that the source declares, which is that of the database after `npm start`. */
async function declared(application: string): Promise<string> {
  const { plan } = await planSchema({
    target: null,
    assumeMajor: major,
    source: { kind: "sql", path: path.join(root, sourceOf(application)) },
    scope: [schemaOf(application)],
    scratch: "embedded",
    proof: "never",
    consents: [],
    cacheDirectory: path.join(root, ".stackschema"),
  });
  return plan.to;
}

const words = {
  missing: "lacks a file",
  edited: "was edited by hand",
  stale: "is older than its source",
} as const;

async function check(): Promise<void> {
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const applications = present.filter((name) => existsSync(path.join(directoryOf(name), "schema.ts")));
  for (const application of applications) {
    const state = await typesState(directoryOf(application), await declared(application));
    if (state === "fresh") continue;
    console.log(`generated/${application} ${words[state]}. Make it anew:  npm start`);
    process.exitCode = 1;
  }
}

const run = process.argv.includes("--check") ? check : generate;
run().catch((error: unknown) => {
  console.error(error instanceof SchemaError ? `stackschema: ${error.message}` : error);
  process.exitCode = 1;
});
