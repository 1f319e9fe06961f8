// `npm start` and `npm run preview|up|refresh|destroy|url|pulumi`: the real Pulumi, with one command and nothing prepared.
// Everything that Pulumi can do by itself is left to it; arguments pass through as they are.
import fs from "node:fs";
import path from "node:path";
import { type Backend, backendEnvironment, decideBackend } from "./backend";
import { ToolError } from "./error";
import { findPulumi, type PulumiCli } from "./find";
import { type Invocation, localStack, parseInvocation } from "./invocation";
import { ask, runShown } from "./processes";
import { type Project, readProject } from "./project";
import { type LocalState, recover, stateFile } from "./recovery";

const creating: ReadonlySet<string> = new Set(["up", "preview", "refresh", "config"]);
const changing: ReadonlySet<string> = new Set(["up", "preview", "refresh", "destroy"]);

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

interface Run {
  readonly project: Project;
  readonly cli: PulumiCli;
  readonly environment: NodeJS.ProcessEnv;
}

function pulumiQuietly({ project, cli, environment }: Run, args: readonly string[], input?: string): string {
  const options = { cwd: project.directory, environment };
  const answer = ask(
    cli.command,
    [...args, "--non-interactive"],
    input === undefined ? options : { ...options, input },
  );
  if (!answer.ok) throw new ToolError(`pulumi ${args.join(" ")} failed:\n${answer.error || answer.output}`);
  return answer.output;
}

function pathWith(directory: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const name = Object.keys(environment).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  return { [name]: [directory, environment[name]].filter(Boolean).join(path.delimiter) };
}

function localState(project: Project, backend: Backend): LocalState | undefined {
  if (backend.kind === "chosen") return undefined;
  return { directory: backend.directory, project: project.name, stack: localStack };
}

function noDatabase(stack: string): ToolError {
  const command = stack === localStack ? "npm start" : `npm run up -- --stack ${stack}`;
  return new ToolError(
    `the stack "${stack}" has no database yet, so there is no URL. Make it first:  ${command}`,
  );
}

/** Prints the URL, or throws with nothing on standard output: it is read by other programs. */
function printUrl(
  { project, cli, environment }: Run,
  { arguments: args, stack = localStack }: Invocation,
): number {
  const options = { cwd: project.directory, environment };
  const answer = ask(cli.command, [...args, "--non-interactive"], options);
  if (!answer.ok && /does not have output property|no stack named/.test(answer.error))
    throw noDatabase(stack);
  if (!answer.ok) throw new ToolError(answer.error || answer.output);
  process.stdout.write(answer.output);
  return 0;
}

/** Answers false when there is no stack and the command needs none to be made. */
function prepareLocalStack(run: Run, backend: Backend, invocation: Invocation): boolean {
  const state = localState(run.project, backend);
  if (state === undefined) {
    if (invocation.start) pulumiQuietly(run, ["stack", "select", "--create", localStack]);
    return true;
  }
  if (!fs.existsSync(stateFile(state))) {
    if (invocation.command === "destroy") return false;
    if (creating.has(invocation.command)) pulumiQuietly(run, ["stack", "init", localStack]);
  } else if (changing.has(invocation.command)) {
    recover(state, (args, input) => pulumiQuietly(run, args, input), say);
  }
  return true;
}

async function runInvocation(invocation: Invocation, project: Project): Promise<number> {
  const { stack } = invocation;
  const backend = stack === undefined ? undefined : decideBackend(project, stack, process.env);
  const state = backend === undefined ? undefined : localState(project, backend);
  if (invocation.url && state !== undefined && !fs.existsSync(stateFile(state))) throw noDatabase(localStack);
  const cli = await findPulumi({ projectDirectory: project.directory, environment: process.env, say });
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...pathWith(cli.directory, process.env),
    ...(backend === undefined ? {} : backendEnvironment(project, backend, process.env)),
    ...(stack === undefined ? {} : { PULUMI_STACK: stack }),
    PULUMI_SKIP_UPDATE_CHECK: process.env.PULUMI_SKIP_UPDATE_CHECK ?? "true",
  };
  const run = { project, cli, environment };
  if (backend !== undefined && stack === localStack && !prepareLocalStack(run, backend, invocation)) {
    say(`There is no stack "${localStack}" in this checkout: nothing to destroy.`);
    return 0;
  }
  if (invocation.url) return printUrl(run, invocation);
  const code = await runShown(cli.command, invocation.arguments, { cwd: project.directory, environment });
  if (invocation.start && code === 0) say("Connection URL, with its password:  npm run --silent url");
  return code;
}

export async function main(argv: readonly string[]): Promise<number> {
  try {
    const project = readProject(process.cwd());
    return await runInvocation(parseInvocation(argv, process.env), project);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    say(`stackschema: ${error.message}`);
    return 1;
  }
}
