// A stack of its own for one test, driven through the real Pulumi engine by the same tool as `npm run up`: a copy of
// this checkout in a temporary directory, with its own state, servers and Pulumi home. Nothing outside is touched.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findPulumi } from "../../tools/pulumi/find";
import { copyCheckout } from "./pulumi-checkout";
import { type Finished, type Running, runTool } from "./pulumi-process";

export type { Finished, Running } from "./pulumi-process";

const checkout = path.resolve(__dirname, "..", "..");

export interface PulumiStackOptions {
  /** TypeScript that takes the place of index.ts. @default the checkout's own program */
  readonly program?: string;
  /** Settings without the project's prefix, of any JSON type. @default none: everything has a default */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Any other than `local` gets a file backend of its own, chosen by PULUMI_BACKEND_URL. @default "local" */
  readonly stack?: string;
  /** Added to the environment of every command. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Directory of programs that go before all others. @default none */
  readonly bin?: string;
}

export interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  readonly newState?: {
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
  };
  readonly oldState?: {
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
  };
  readonly diffReasons?: readonly string[];
}

/** What `preview --json` prints, as far as tests look at it. */
export interface PreviewJson {
  readonly steps: readonly PreviewStep[];
  readonly diagnostics?: readonly {
    readonly urn?: string;
    readonly message: string;
    readonly severity: string;
  }[];
  readonly changeSummary?: Readonly<Record<string, number>>;
}

export interface PulumiStack {
  /** The copied checkout: edit its files as a user would. */
  readonly directory: string;
  start(...args: string[]): Promise<Finished>;
  preview(...args: string[]): Promise<Finished>;
  previewJson(
    ...args: string[]
  ): Promise<{ readonly code: number; readonly json: PreviewJson; readonly stderr: string }>;
  up(...args: string[]): Promise<Finished>;
  refresh(...args: string[]): Promise<Finished>;
  destroy(...args: string[]): Promise<Finished>;
  /** Any other Pulumi command. */
  pulumi(...args: string[]): Promise<Finished>;
  /** Begins a command and does not wait for it: for two runs at once, and for runs that are killed. */
  begin(...args: string[]): Running;
  /** Outputs of the stack, secrets included. */
  outputs(): Promise<Readonly<Record<string, unknown>>>;
  /** Sets variables for the commands that follow; undefined takes one away. */
  setEnvironment(variables: Readonly<Record<string, string | undefined>>): void;
  /** Replaces all settings. */
  configure(config: Readonly<Record<string, unknown>>): void;
  /** Reads, changes and writes a file of the copied checkout; the old text is "" where there is no such file. */
  edit(file: string, change: (text: string) => string): void;
  /** Text of the state file, as anyone with the disk could read it. */
  stateText(): string;
  /**
   * Ends processes a killed run left, destroys what the stack made, removes the directory.
   * @param how `abandoned`: what the stack made is protected, and ended by who made it
   */
  dispose(how?: "destroyed" | "abandoned"): Promise<void>;
}

function ownEnvironment(
  home: string,
  bin: readonly string[],
  extra: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PULUMI|npm|PG|DATABASE_URL|VITEST|NODE_ENV)/i.test(name),
  );
  const environment: NodeJS.ProcessEnv = Object.fromEntries(inherited);
  const pathName = Object.keys(environment).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  return {
    ...environment,
    [pathName]: [...bin, environment[pathName] ?? ""].join(path.delimiter),
    PULUMI_HOME: home,
    NO_COLOR: "1",
    ...extra,
  };
}

function configText(old: string, config: Readonly<Record<string, unknown>>): string {
  const salt = /^encryptionsalt:.*$/m.exec(old)?.[0];
  // JSON is YAML, so that every value is written exactly.
  // Types take seconds after each change of a schema; the tests that want them ask for them.
  const lines = Object.entries({ types: "never", ...config }).map(
    ([key, value]) => `  stackschema:${key}: ${JSON.stringify(value)}`,
  );
  return [
    ...(salt === undefined ? [] : [salt]),
    ...(lines.length === 0 ? [] : ["config:", ...lines]),
    "",
  ].join("\n");
}

function stackEnvironment(stack: string, home: string): Record<string, string> {
  if (stack === "local") return {};
  const backend = path.join(home, "backend");
  fs.mkdirSync(backend, { recursive: true });
  return { PULUMI_STACK: stack, PULUMI_BACKEND_URL: `file://${backend}`, PULUMI_CONFIG_PASSPHRASE: "test" };
}

function parsePreview(finished: Finished): PreviewJson {
  try {
    return JSON.parse(finished.stdout);
  } catch (error) {
    throw new Error(`preview --json did not print JSON (exit code ${finished.code}):\n${finished.output}`, {
      cause: error,
    });
  }
}

function editFile(file: string, change: (text: string) => string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, change(fs.existsSync(file) ? fs.readFileSync(file, "utf8") : ""));
}

export async function pulumiStack(options: PulumiStackOptions = {}): Promise<PulumiStack> {
  const { config = {}, stack = "local" } = options;
  const cli = await findPulumi({
    projectDirectory: checkout,
    environment: process.env,
    say: () => undefined,
  });
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "stackschema-e2e-")));
  // A server that runs as another user must be able to reach its data below.
  fs.chmodSync(root, 0o755);
  const directory = path.join(root, "checkout");
  copyCheckout(checkout, directory, options.program);
  const home = path.join(root, "home");
  const extra = { ...stackEnvironment(stack, home), ...options.environment };
  const environment = ownEnvironment(
    home,
    [...(options.bin === undefined ? [] : [options.bin]), cli.directory],
    extra,
  );
  const begun: Running[] = [];
  const begin = (...args: string[]): Running => {
    const running = runTool(directory, args, environment);
    begun.push(running);
    return running;
  };
  const run = (...args: string[]): Promise<Finished> => begin(...args).finished;
  const configFile = `Pulumi.${stack}.yaml`;
  const edit = (file: string, change: (text: string) => string): void =>
    editFile(path.join(directory, file), change);
  const configure = (next: Readonly<Record<string, unknown>>): void =>
    edit(configFile, (old) => configText(old, next));
  if (stack !== "local") await run("stack", "init", stack);
  configure(config);
  const stateFile = (): string => {
    const base = stack === "local" ? path.join(directory, ".pulumi") : path.join(home, "backend", ".pulumi");
    return path.join(base, "stacks", "stackschema", `${stack}.json`);
  };

  return {
    directory,
    start: (...args) => run("start", ...args),
    preview: (...args) => run("preview", ...args),
    previewJson: async (...args) => {
      const finished = await run("preview", "--json", ...args);
      return { code: finished.code, json: parsePreview(finished), stderr: finished.stderr };
    },
    up: (...args) => run("up", "--yes", ...args),
    refresh: (...args) => run("refresh", "--yes", ...args),
    destroy: (...args) => run("destroy", "--yes", ...args),
    pulumi: (...args) => run(...args),
    begin,
    outputs: async () => JSON.parse((await run("stack", "output", "--json", "--show-secrets")).stdout),
    setEnvironment: (variables) => void Object.assign(environment, variables),
    configure,
    edit,
    stateText: () => fs.readFileSync(stateFile(), "utf8"),
    dispose: async (how = "destroyed") => {
      // Also those that a test which ran out of time still waits for.
      for (const running of begun) await running.kill("everything");
      const destroys = how === "destroyed" && fs.existsSync(stateFile());
      const destroyed = destroys ? await run("destroy", "--yes") : undefined;
      // What is left then may be a running server: its directory is what leads to it.
      if (destroyed !== undefined && destroyed.code !== 0)
        throw new Error(`destroy failed in ${root}:\n${destroyed.output}`);
      fs.rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
