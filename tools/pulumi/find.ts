// Finds the Pulumi CLI: the one on the PATH, else the official one that the npm package `pulumi` downloads, else one
// built from Go modules. What is found must bring the Node language host, without which it runs no program of ours.
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { cacheDirectory } from "./cache";
import { ToolError } from "./error";
import { buildWithGo, builtDirectory, isBuilt, pulumiVersion } from "./go-build";
import { ask } from "./processes";

/** From here on a provider's `read` may return inputs, which is how drift is shown. */
const oldestVersion: readonly [number, number] = [3, 216];
const exe = process.platform === "win32" ? ".exe" : "";
/** A network that swallows packets must not hold up the way that works. */
const downloadTimeout = 300_000;

export interface PulumiCli {
  readonly command: string;
  /** Holds the language host too; must be on the PATH of the command. */
  readonly directory: string;
}

export interface Search {
  readonly projectDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

function searchPath(environment: NodeJS.ProcessEnv): string[] {
  const value = environment.PATH ?? environment.Path ?? "";
  const local = `node_modules${path.sep}.bin`;
  // npm puts node_modules/.bin first, where the npm package `pulumi` has a command of that name: that is the next way.
  return value.split(path.delimiter).filter((directory) => directory !== "" && !directory.endsWith(local));
}

function findOnPath(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  return searchPath(environment)
    .map((directory) => path.join(directory, name + exe))
    .find((file) => fs.existsSync(file));
}

function isRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > oldestVersion[0] || (major === oldestVersion[0] && minor >= oldestVersion[1]);
}

/** Why that CLI cannot be used, or undefined when it can. */
function objection(command: string, environment: NodeJS.ProcessEnv): string | undefined {
  const beside = path.join(path.dirname(fs.realpathSync(command)), `pulumi-language-nodejs${exe}`);
  if (!fs.existsSync(beside) && findOnPath("pulumi-language-nodejs", environment) === undefined) {
    return "has no Node language host (pulumi-language-nodejs) beside it";
  }
  const answer = ask(command, ["version"], {
    environment: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  const version = answer.output.trim();
  if (!answer.ok) return `does not run (${answer.error})`;
  if (!isRecentEnough(version)) return `is version ${version}, older than ${oldestVersion.join(".")}`;
  return undefined;
}

function fromPath({ environment, say }: Search): PulumiCli | undefined {
  const command = findOnPath("pulumi", environment);
  if (command === undefined) return undefined;
  const reason = objection(command, environment);
  if (reason === undefined) return { command, directory: path.dirname(command) };
  say(`${command} ${reason}; using a Pulumi CLI of our own instead.`);
  return undefined;
}

/** Where the npm package, like Pulumi's Automation API, keeps what it downloaded. */
function downloadedDirectory(environment: NodeJS.ProcessEnv): string {
  const home = environment.PULUMI_HOME ?? path.join(os.homedir(), ".pulumi");
  return path.join(home, "versions", pulumiVersion, "bin");
}

function cliIn(directory: string): PulumiCli | undefined {
  const command = path.join(directory, `pulumi${exe}`);
  return fs.existsSync(command) ? { command, directory } : undefined;
}

function download({ projectDirectory, environment, say }: Search): PulumiCli | undefined {
  const require = createRequire(path.join(projectDirectory, "package.json"));
  let program: string;
  try {
    program = path.join(path.dirname(require.resolve("pulumi/package.json")), "run.js");
  } catch {
    say('The npm package "pulumi" is not installed; "npm install" does that.');
    return undefined;
  }
  say(`There is no Pulumi CLI on the PATH; the npm package "pulumi" downloads ${pulumiVersion}.`);
  const answer = ask(process.execPath, [program, "version"], {
    environment: { ...environment, PULUMI_VERSION: pulumiVersion, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: downloadTimeout,
  });
  const cli = answer.ok ? cliIn(downloadedDirectory(environment)) : undefined;
  if (cli === undefined)
    say(`It could not be downloaded (${answer.error.split("\n").at(-1) || "no reason given"}).`);
  return cli;
}

function nothingFound(): ToolError {
  return new ToolError(
    [
      "there is no Pulumi CLI, and no way to get one from here. Any of these is enough:",
      "  - install Pulumi: https://www.pulumi.com/docs/install/ (it must be on the PATH)",
      "  - a network that reaches Pulumi's downloads: the npm package `pulumi` then fetches the CLI",
      "  - Go 1.25.11 or newer on the PATH (https://go.dev/dl/): the CLI is then built from Go modules, once",
      "Then run the same command again.",
    ].join("\n"),
  );
}

export async function findPulumi(search: Search): Promise<PulumiCli> {
  const { environment, projectDirectory } = search;
  const cache = cacheDirectory(environment);
  const ready =
    fromPath(search) ??
    cliIn(downloadedDirectory(environment)) ??
    (isBuilt(cache) ? cliIn(builtDirectory(cache)) : undefined) ??
    download(search);
  if (ready !== undefined) return ready;
  const goFiles = path.join(projectDirectory, "tools", "pulumi", "go");
  const directory = await buildWithGo({ goFiles, cache, environment });
  const built = directory === undefined ? undefined : cliIn(directory);
  if (built === undefined) throw nothingFound();
  return built;
}
