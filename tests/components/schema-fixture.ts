// A project of one application on a real server, and the handlers of its schema resource, called as Pulumi's provider
// process calls them.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, vi } from "vitest";
import { type Properties, record, unknownValue } from "../../components/properties";
import { databaseSchema } from "../../components/schema/handlers";
import { recallPreview } from "../../components/schema/previewed";
import { connect, type Target } from "../../engine/index";
import { sharedServer, type TestServer } from "../support/postgres";

export const { check, diff, create, update, read } = databaseSchema;
export const secret = "p4ss-of-the-admin";
const before = process.cwd();
const project = realpathSync(mkdtempSync(path.join(tmpdir(), "stackschema-components-")));
export let server: TestServer;
export let target: Target;

export const customers = "CREATE SCHEMA app; CREATE TABLE app.customers (id int PRIMARY KEY, fax text);";

beforeAll(async () => {
  writeFileSync(path.join(project, "Pulumi.yaml"), "name: stackschema\n");
  process.chdir(project);
  server = await sharedServer();
  await sql(server.target, `CREATE ROLE components_admin LOGIN CREATEROLE CREATEDB PASSWORD '${secret}'`);
});

beforeEach(async () => {
  const { database } = await server.createDatabase();
  await sql(server.target, `ALTER DATABASE ${database} OWNER TO components_admin`);
  target = { ...server.target, database, user: "components_admin", password: secret };
  declare(customers);
  rmSync(path.join(project, ".stackschema", "previews"), { recursive: true, force: true });
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});

afterAll(() => {
  process.chdir(before);
  rmSync(project, { recursive: true, force: true });
});

export async function sql(where: Target, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = await connect(where);
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

export function declare(text: string): void {
  mkdirSync(path.join(project, "app"), { recursive: true });
  writeFileSync(path.join(project, "app", "app.sql"), text);
}

/** Inputs as the program hands them in. */
export function program(own: Properties = {}, isPreview = true): Properties {
  const { host, port, database, user, password, tls } = target;
  return {
    ...{ host, port, database, user, password, tls },
    ...{ source: "app", schema: "app", major: 17, consents: [], onDestroy: "retain", scratch: "auto" },
    __stack: "test",
    ...own,
    __run: { ...record(own.__run), isPreview },
  };
}

export const unknown = { host: unknownValue, port: unknownValue, password: unknownValue };

interface State {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** What `pulumi up` does, preview included: null where it would stop. */
export async function up(state: State | null, own: Properties = {}): Promise<State> {
  await succeed(state?.inputs ?? {}, program(own));
  const inputs = await succeed(state?.inputs ?? {}, program(own, false));
  if (state === null) return { inputs, outputs: (await create(inputs)).outs };
  const { changes } = await diff("app", state.outputs, inputs);
  return { inputs, outputs: changes ? (await update("app", state.outputs, inputs)).outs : state.outputs };
}

/** What `pulumi destroy` does, in a process of its own, which checks nothing. */
export async function destroy({ outputs }: Pick<State, "outputs">): Promise<void> {
  vi.resetModules();
  const another = await import("../../components/schema/handlers");
  await another.databaseSchema.delete("app", outputs);
}

export async function succeed(olds: Properties, news: Properties): Promise<Properties> {
  const { inputs, failures = [] } = await check(olds, news);
  expect(failures).toEqual([]);
  return inputs;
}

export async function reasons(olds: Properties, news: Properties): Promise<string> {
  const { failures = [] } = await check(olds, news);
  expect(failures).not.toEqual([]);
  return failures.map(({ reason }) => reason).join("\n");
}

export const statements = (inputs: Properties): readonly string[] => {
  const { steps } = JSON.parse(JSON.stringify(inputs.__plan));
  return steps.map(({ sql: text }: { sql: string }) => text);
};

export const shown = (): string => recallPreview("test", "app")?.text ?? "";

/** Another database answers from now on. */
export function moveTo(database: string): void {
  target = { ...target, database };
}
