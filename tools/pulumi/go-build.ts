// Pulumi's CLI, its Node language host and the starter of its Node provider process, built from Go modules: for
// machines that reach package registries and nothing else. Versions and checksums are pinned in tools/pulumi/go.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { withLock } from "./cache";
import { ToolError } from "./error";
import { ask } from "./processes";
import { type Progress, startProgress } from "./progress";

export const pulumiVersion = "3.259.0";
/** The last one inside the sdk module; later ones live in a module that is not published. */
const languageHostVersion = "3.68.0";

const exe = process.platform === "win32" ? ".exe" : "";
const providerScript = `pulumi-resource-pulumi-nodejs${process.platform === "win32" ? ".cmd" : ""}`;

interface GoBuild {
  readonly goFiles: string;
  readonly cache: string;
  readonly environment: NodeJS.ProcessEnv;
}

export function builtDirectory(cache: string): string {
  return path.join(cache, "pulumi", `${pulumiVersion}-${process.platform}-${process.arch}`);
}

export function isBuilt(cache: string): boolean {
  return fs.existsSync(path.join(builtDirectory(cache), `pulumi${exe}`));
}

function goVersion(environment: NodeJS.ProcessEnv): string | undefined {
  const answer = ask("go", ["env", "GOVERSION"], { environment, cwd: os.tmpdir() });
  return answer.ok ? answer.output.trim() : undefined;
}

function goBuild(
  module: {
    readonly directory: string;
    readonly package: string;
    readonly output: string;
    readonly version: string;
  },
  environment: NodeJS.ProcessEnv,
  progress: Progress,
): Promise<void> {
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${module.version}`;
  const args = [
    "build",
    "-v",
    "-mod=mod",
    "-trimpath",
    "-buildvcs=false",
    "-ldflags",
    flags,
    "-o",
    module.output,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn("go", [...args, module.package], {
      cwd: module.directory,
      env: { ...environment, GOWORK: "off" },
      stdio: ["ignore", "ignore", "pipe"],
      windowsHide: true,
    });
    const tail: string[] = [];
    let packages = 0;
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      const lines = chunk.split("\n").filter((line) => line !== "");
      packages += lines.length;
      tail.push(...lines);
      tail.splice(0, Math.max(0, tail.length - 12));
      progress.update(`${path.basename(module.output)}, ${packages} packages`);
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else
        reject(
          new ToolError(
            `building Pulumi from Go modules failed (go build ended with ${code}):\n${tail.join("\n")}`,
          ),
        );
    });
  });
}

function copyModule(from: string, to: string): string {
  fs.mkdirSync(to, { recursive: true });
  for (const file of ["go.mod", "go.sum"]) fs.copyFileSync(path.join(from, file), path.join(to, file));
  return to;
}

function copyProviderScript(module: string, output: string, environment: NodeJS.ProcessEnv): void {
  const args = ["list", "-mod=mod", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"];
  const sdk = ask("go", args, { cwd: module, environment: { ...environment, GOWORK: "off" } });
  if (!sdk.ok) throw new ToolError(`go list, asked where Pulumi's SDK lies, failed:\n${sdk.error}`);
  const target = path.join(output, providerScript);
  fs.copyFileSync(path.join(sdk.output.trim(), "nodejs", "dist", providerScript), target);
  fs.chmodSync(target, 0o755);
}

/** The directory takes its place only when everything in it works. */
async function buildInto(directory: string, { goFiles, environment }: GoBuild): Promise<void> {
  fs.mkdirSync(path.dirname(directory), { recursive: true });
  const work = fs.mkdtempSync(`${directory}.`);
  const progress = startProgress(
    process.stderr,
    `Building Pulumi ${pulumiVersion} from Go modules (a few minutes, once)`,
  );
  try {
    const output = path.join(work, "bin");
    const host = copyModule(path.join(goFiles, "host"), path.join(work, "host"));
    const cli = copyModule(path.join(goFiles, "cli"), path.join(work, "cli"));
    const hostProgram = {
      directory: host,
      package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
      output: path.join(output, `pulumi-language-nodejs${exe}`),
      version: languageHostVersion,
    };
    const cliProgram = {
      directory: cli,
      package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      output: path.join(output, `pulumi${exe}`),
      version: pulumiVersion,
    };
    await goBuild(hostProgram, environment, progress);
    await goBuild(cliProgram, environment, progress);
    copyProviderScript(cli, output, environment);
    const version = ask(cliProgram.output, ["version"], {
      environment: { ...environment, PULUMI_SKIP_UPDATE_CHECK: "true" },
    });
    if (!version.ok) throw new ToolError(`the Pulumi CLI just built does not run: ${version.error}`);
    fs.rmSync(directory, { recursive: true, force: true });
    fs.renameSync(output, directory);
    progress.end("done");
  } catch (error) {
    progress.end("failed");
    throw error;
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** Answers the directory of the built programs, or undefined where there is no Go. */
export async function buildWithGo(build: GoBuild): Promise<string | undefined> {
  const directory = builtDirectory(build.cache);
  if (isBuilt(build.cache)) return directory;
  if (goVersion(build.environment) === undefined) return undefined;
  let said = false;
  const onWait = (holder: number): void => {
    if (!said)
      process.stderr.write(`Process ${holder} is building Pulumi for all clones already; waiting for it.\n`);
    said = true;
  };
  await withLock({ file: `${directory}.lock`, onWait }, async () => {
    if (!isBuilt(build.cache)) await buildInto(directory, build);
  });
  return directory;
}
