// What Pulumi's provider process calls for a secret in a file of this checkout: written as a whole or not at all, readable
// by its owner alone, and written again where it is missing, was changed by hand or can be read by others.
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import * as path from "node:path";
import { parseTarget, SchemaError } from "../../engine/index";
import { declare, isDeclared } from "../declared";
import { withoutTrace } from "../errors";
import { projectRoot } from "../project";
import {
  type CheckResult,
  isEqual,
  type Properties,
  pick,
  revisionOf,
  text,
  unknownValue,
} from "../properties";

const settingKeys = ["file", "value", "login", "generation"] as const;

/** What the file's owner may do, and nobody else. */
const ownMode = "600";

/** As `node --env-file` reads it. */
function contentOf(inputs: Properties): string {
  const url = text(inputs, "value");
  const { host, port, database, user, password = "", tls } = parseTarget(url);
  const lines = {
    DATABASE_URL: url,
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_NAME: database,
    DATABASE_USER: user,
    DATABASE_PASSWORD: password,
    DATABASE_SSLMODE: tls.mode,
  };
  const written = Object.entries(lines).map(([name, value]) => `${name}=${quoted(value)}`);
  return [`# generation ${String(inputs.generation)}; written by stackschema`, ...written, ""].join("\n");
}

/** Quoted with what is not in it: such files know no other way. */
function quoted(value: string): string {
  const quote = ["'", '"', "`"].find((mark) => !value.includes(mark)) ?? "'";
  return `${quote}${value}${quote}`;
}

function placeOf(inputs: Properties): string {
  return path.resolve(projectRoot(), text(inputs, "file"));
}

function contentNow(inputs: Properties): string | null {
  try {
    return readFileSync(placeOf(inputs), "utf8");
  } catch {
    return null;
  }
}

/** The mode of a file that others than its owner may use; null where there is none. Windows keeps no such modes. */
function exposedMode(inputs: Properties): string | null {
  if (process.platform === "win32") return null;
  const mode = statSync(placeOf(inputs), { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & 0o077) === 0 ? null : (mode & 0o777).toString(8);
}

async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  declare(text(news, "file"));
  const isMade = stored.file !== undefined;
  const exposed = isMade ? exposedMode(news) : null;
  const isChanged = isMade && news.value !== unknownValue && contentNow(news) !== contentOf(news);
  const __revision = revisionOf(stored) + (isChanged || exposed !== null ? 1 : 0);
  // The program tells it.
  const told = exposed === null ? {} : { __exposed: exposed };
  return { inputs: { ...pick(news, settingKeys), mode: ownMode, ...told, __revision } };
}

/** A refresh shows a mode that is not the file's own. */
async function read(id: string, properties: Properties) {
  const mode = exposedMode(properties) ?? ownMode;
  const inputs = { ...pick(properties, [...settingKeys, "__revision"]), mode };
  return { id, props: { ...properties, mode }, inputs };
}

async function diff(_id: string, olds: Properties, news: Properties): Promise<{ readonly changes: boolean }> {
  const isKept = [...settingKeys, "mode"].every((key) => isEqual(olds[key], news[key]));
  return { changes: !isKept || revisionOf(olds) !== revisionOf(news) };
}

function write(inputs: Properties): Promise<Properties> {
  return withoutTrace(async () => {
    const file = placeOf(inputs);
    const draft = `${file}.new`;
    try {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      const opened = openSync(draft, "w", 0o600);
      // One that a killed run left may have had other rights.
      fchmodSync(opened, 0o600);
      writeSync(opened, contentOf(inputs));
      fsyncSync(opened);
      closeSync(opened);
      renameSync(draft, file);
    } catch (error) {
      throw notWritten(error, text(inputs, "file"));
    }
    const kept = pick(inputs, [...settingKeys, "__revision"]);
    return { ...kept, mode: ownMode, version: String(inputs.generation) };
  });
}

function notWritten(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  return new SchemaError(
    "secret-not-written",
    `the secret file ${file} cannot be written: ${String(error.code)}`,
  );
}

/** Where it is still what was written: in the place of a stack that was renamed another one may have its own by now. */
function remove(properties: Properties): void {
  const now = contentNow(properties);
  if (now === contentOf(properties)) rmSync(placeOf(properties), { force: true });
  else if (now !== null) console.log(`${text(properties, "file")} stays: it is not as this stack wrote it`);
}

export const fileSecret = {
  check,
  diff,
  create: async (inputs: Properties) => ({ id: text(inputs, "file"), outs: await write(inputs) }),
  read,
  update: async (_id: string, olds: Properties, news: Properties) => {
    const outs = await write(news);
    if (placeOf(olds) !== placeOf(news)) remove(olds);
    return { outs };
  },
  delete: async (_id: string, properties: Properties) => {
    if (!isDeclared(text(properties, "file"))) remove(properties);
  },
};
