// What was asked for on the command line: the Pulumi command, its arguments, and the stack they are about.

/** The disposable stack of one checkout: the only one that exists without a chosen backend. */
export const localStack = "local";

export interface Invocation {
  /** Pulumi's command: `up`, `preview`, `config`, … */
  readonly command: string;
  /** What Pulumi is run with, the command first. */
  readonly arguments: readonly string[];
  /** undefined: the command is about no stack at all. */
  readonly stack: string | undefined;
  /** `npm start`: one command from nothing to a running database. */
  readonly start: boolean;
  /** `npm run url`: the connection URL on standard output, or nothing there. */
  readonly url: boolean;
}

const withoutStack: ReadonlySet<string> = new Set([
  "about",
  "env",
  "gen-completion",
  "help",
  "install",
  "login",
  "logout",
  "package",
  "plugin",
  "policy",
  "schema",
  "version",
]);

const stackNamingSubcommands: ReadonlySet<string> = new Set(["init", "select", "rm"]);

function flagValue(args: readonly string[], names: readonly string[]): string | undefined {
  for (const [index, argument] of args.entries()) {
    if (argument === "--") return undefined;
    for (const name of names) {
      if (argument === name) return args[index + 1];
      if (argument.startsWith(`${name}=`)) return argument.slice(name.length + 1);
    }
  }
  return undefined;
}

/** The stack in `stack init prod` and `cancel prod`, where it stands without a flag. */
function positionalStack(args: readonly string[]): string | undefined {
  const [command, subcommand] = args;
  if (command === "cancel") return args.slice(1).find((argument) => !argument.startsWith("-"));
  if (command !== "stack" || subcommand === undefined || !stackNamingSubcommands.has(subcommand))
    return undefined;
  return args.slice(2).find((argument) => !argument.startsWith("-"));
}

/** `organisation/project/prod` and `prod` are the same stack here. */
function shortName(stack: string): string {
  return stack.slice(stack.lastIndexOf("/") + 1);
}

export function parseInvocation(argv: readonly string[], environment: NodeJS.ProcessEnv): Invocation {
  const [first = "help", ...rest] = argv;
  const start = first === "start";
  const url = first === "url";
  const [command, ...more] = start
    ? ["up", "--yes"]
    : url
      ? ["stack", "output", "url", "--show-secrets"]
      : [first];
  const args = [command, ...more, ...rest];
  if (command.startsWith("-") || withoutStack.has(command))
    return { command, arguments: args, stack: undefined, start, url };
  const named = positionalStack(args) ?? flagValue(args, ["--stack", "-s"]) ?? environment.PULUMI_STACK;
  return { command, arguments: args, stack: named ? shortName(named) : localStack, start, url };
}
