// Where the stacks' state lies. Without a backend chosen by the user, `local` keeps its state inside the checkout,
// and every other stack is refused: the state of a real environment in one person's clone would be a trap.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ToolError } from "./error";
import { localStack } from "./invocation";
import type { Project } from "./project";

export type Backend = { readonly kind: "chosen" } | { readonly kind: "checkout"; readonly directory: string };

/** State of Pulumi's file backend for this checkout; git-ignored. */
function stateDirectory(project: Project): string {
  return path.join(project.directory, ".pulumi");
}

function loggedIn(environment: NodeJS.ProcessEnv): boolean {
  const home = environment.PULUMI_HOME ?? path.join(os.homedir(), ".pulumi");
  const file = path.join(environment.PULUMI_CREDENTIALS_PATH ?? home, "credentials.json");
  try {
    const credentials: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    return (
      typeof credentials === "object" &&
      credentials !== null &&
      "current" in credentials &&
      !!credentials.current
    );
  } catch {
    // No file, or one that Pulumi will complain about by itself.
    return false;
  }
}

function isChosen(project: Project, environment: NodeJS.ProcessEnv): boolean {
  return (
    project.choosesBackend ||
    !!environment.PULUMI_BACKEND_URL ||
    !!environment.PULUMI_ACCESS_TOKEN ||
    loggedIn(environment)
  );
}

export function decideBackend(project: Project, stack: string, environment: NodeJS.ProcessEnv): Backend {
  if (isChosen(project, environment)) return { kind: "chosen" };
  if (stack === localStack) return { kind: "checkout", directory: stateDirectory(project) };
  throw new ToolError(
    [
      `the stack "${stack}" needs a backend that its whole team shares, and none is chosen.`,
      "Without one its state would lie in this clone alone. Two ways out:",
      "  npm run pulumi -- login <url>       once, for all your projects",
      "  PULUMI_BACKEND_URL=<url> npm run …  for one command, or in CI",
      "where <url> is for example s3://…, azblob://…, gs://… or https://api.pulumi.com.",
    ].join("\n"),
  );
}

function passphraseFile(directory: string): string {
  return path.join(directory, "passphrase");
}

function dropStaleSalt(project: Project): void {
  const file = path.join(project.directory, `Pulumi.${localStack}.yaml`);
  if (!fs.existsSync(file)) return;
  const text = fs.readFileSync(file, "utf8");
  if (!/^encryptionsalt:/m.test(text)) return;
  if (/^\s+secure:/m.test(text)) {
    throw new ToolError(
      `${file} holds secrets whose passphrase is gone: ${passphraseFile(stateDirectory(project))} is missing.\n` +
        "Put that file back, or remove the lines with `secure:` and set those values again.",
    );
  }
  fs.writeFileSync(file, text.replace(/^encryptionsalt:.*\r?\n?/gm, ""));
}

/** Makes the passphrase of the checkout's own stack on first use, readable by its owner alone. */
function ensurePassphrase(project: Project, directory: string): string {
  const file = passphraseFile(directory);
  // An empty one was being made when its run was killed.
  if ((fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) return file;
  dropStaleSalt(project);
  fs.mkdirSync(directory, { recursive: true });
  fs.rmSync(file, { force: true });
  try {
    fs.writeFileSync(file, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    // Another run was quicker.
    if (!fs.existsSync(file)) throw error;
  }
  return file;
}

/**
 * The working directory is the project's, so `file://.` is the short way to say it. Pulumi makes an absolute path of it
 * and reads that as a URL, where these characters would mean something else.
 */
function backendUrl(directory: string): string {
  if (!/[%#?]/.test(directory)) return "file://.";
  const parts = directory
    .split(path.sep)
    .map((part) => (/^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)));
  return `file://${parts.join("/")}`;
}

/** What the Pulumi process must be told about the backend. */
export function backendEnvironment(
  project: Project,
  backend: Backend,
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  if (backend.kind === "chosen") return {};
  const ownPassphrase =
    environment.PULUMI_CONFIG_PASSPHRASE !== undefined || environment.PULUMI_CONFIG_PASSPHRASE_FILE;
  return {
    PULUMI_BACKEND_URL: backendUrl(project.directory),
    ...(ownPassphrase ? {} : { PULUMI_CONFIG_PASSPHRASE_FILE: ensurePassphrase(project, backend.directory) }),
    // The local stack uses no cloud: without this, the plugin of every provider in package.json would be downloaded first.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION:
      environment.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION ?? "true",
  };
}
