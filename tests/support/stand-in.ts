// The stand-in cloud for one test: a folder, the provider programs for it on a PATH, and `az` and `gcloud` that write down how
// they were called. What it holds is read here by tests; what it shall do wrong is ordered here.
import { createHash, randomInt } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { makeCertificates } from "../postgres/certificates";
import type { Stored } from "../stand-in/model";
import { dropAllServers } from "../stand-in/postgres";
import type { Logged, Order } from "../stand-in/store";

const checkout = path.resolve(__dirname, "..", "..");
const packages = ["azure-native", "gcp", "random", "command"] as const;

/** As many servers as one stack may have at once. */
const addressCount = 4;

/** One call of `az` or `gcloud`. */
interface ToolCall {
  readonly at: number;
  readonly tool: "az" | "gcloud";
  readonly arguments: readonly string[];
}

export interface StandIn {
  readonly folder: string;
  /** Goes before everything else on the PATH. */
  readonly bin: string;
  /** For every command of Pulumi. */
  readonly environment: Readonly<Record<string, string>>;
  /** Replaces what was ordered before. */
  order(...orders: readonly Order[]): void;
  /** Operations of all runs so far, in their order. */
  operations(): readonly Logged[];
  /** What the cloud holds of a type, or of the end of one. */
  resources(type: string): readonly Stored[];
  calls(): readonly ToolCall[];
  /** Makes a command line tool fail with this message from now on; undefined: work again. */
  breakTool(tool: ToolCall["tool"], message: string | undefined): void;
  dispose(): Promise<void>;
}

function stored(directory: string, name: string): readonly Stored[] {
  try {
    return [JSON.parse(fs.readFileSync(path.join(directory, name), "utf8"))];
  } catch (error) {
    if (Reflect.get(Object(error), "code") === "ENOENT") return [];
    throw error;
  }
}

/** Beside the other bundles of the checkout, where packages are found from. */
async function bundle(): Promise<string> {
  const result = await build({
    absWorkingDir: checkout,
    entryPoints: ["tests/stand-in/main.ts"],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20",
    packages: "external",
    logLevel: "silent",
  });
  const code = result.outputFiles[0]?.text ?? "";
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 16);
  const file = path.join(checkout, ".stackschema", "build", `stand-in-${hash}.cjs`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(`${file}.${process.pid}`, code);
  fs.renameSync(`${file}.${process.pid}`, file);
  return file;
}

function writeProgram(file: string, text: string): void {
  fs.writeFileSync(file, text, { mode: 0o755 });
}

const toolProgram = (folder: string, tool: string): string => `#!${process.execPath}
const fs = require("node:fs");
const call = { at: Date.now(), tool: ${JSON.stringify(tool)}, arguments: process.argv.slice(2) };
fs.appendFileSync(${JSON.stringify(path.join(folder, "calls.jsonl"))}, JSON.stringify(call) + "\\n");
const broken = ${JSON.stringify(path.join(folder, `broken-${tool}`))};
if (fs.existsSync(broken)) {
  process.stderr.write(fs.readFileSync(broken));
  process.exitCode = 1;
} else process.stdout.write("{}\\n");
`;

function lines<T>(file: string): readonly T[] {
  if (!fs.existsSync(file)) return [];
  const text = fs.readFileSync(file, "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): T => JSON.parse(line));
}

async function prepare(folder: string): Promise<void> {
  const net = `127.${randomInt(1, 255)}.${randomInt(256)}`;
  const addresses = Array.from({ length: addressCount }, (_, index) => `${net}.${index + 1}`);
  const { authority, server } = await makeCertificates(addresses);
  const certificates = path.join(folder, "certificates");
  fs.mkdirSync(certificates);
  fs.writeFileSync(path.join(folder, "addresses.json"), JSON.stringify(addresses));
  fs.writeFileSync(path.join(certificates, "authority.pem"), authority);
  fs.writeFileSync(path.join(certificates, "server.pem"), server.certificate);
  fs.writeFileSync(path.join(certificates, "server.key"), server.key);
}

export async function standIn(): Promise<StandIn> {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stackschema-stand-in-")));
  // The servers run as another user, who must be able to reach their data below.
  fs.chmodSync(folder, 0o755);
  const [file] = await Promise.all([bundle(), prepare(folder)]);
  const bin = path.join(folder, "bin");
  fs.mkdirSync(bin);
  for (const name of packages)
    writeProgram(
      path.join(bin, `pulumi-resource-${name}`),
      `#!/bin/sh\nSTAND_IN_PACKAGE=${name} exec '${process.execPath}' '${file}' "$@"\n`,
    );
  for (const tool of ["az", "gcloud"]) writeProgram(path.join(bin, tool), toolProgram(folder, tool));
  const authority = path.join(folder, "certificates", "authority.pem");
  return {
    folder,
    bin,
    // What a cloud's servers show is signed by an authority that every machine knows.
    environment: { STAND_IN_FOLDER: folder, NODE_EXTRA_CA_CERTS: authority },
    order: (...orders) => fs.writeFileSync(path.join(folder, "orders.json"), JSON.stringify(orders)),
    operations: () => lines<Logged>(path.join(folder, "operations.jsonl")),
    resources: (type) => {
      const directory = path.join(folder, "resources");
      const names = fs.existsSync(directory) ? fs.readdirSync(directory) : [];
      // A run beside may just write one (under another name first), or delete one.
      const all = names.filter((name) => name.endsWith(".json")).flatMap((name) => stored(directory, name));
      return all.filter((one) => one.type.endsWith(type));
    },
    calls: () => lines<ToolCall>(path.join(folder, "calls.jsonl")),
    breakTool: (tool, message) => {
      const broken = path.join(folder, `broken-${tool}`);
      if (message === undefined) fs.rmSync(broken, { force: true });
      else fs.writeFileSync(broken, message);
    },
    dispose: async () => {
      await dropAllServers(folder);
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
