// What Pulumi's provider process calls for a secret in a file of this checkout: written as a whole or not at all, readable
// by its owner alone, and written again where it is missing or was changed by hand.
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
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

async function check(stored: Properties, news: Properties): Promise<CheckResult> {
  declare(text(news, "file"));
  const isKnown = news.value !== unknownValue;
  const pending = isKnown && stored.file !== undefined && contentNow(news) !== contentOf(news);
  return { inputs: { ...pick(news, settingKeys), __revision: revisionOf(stored) + (pending ? 1 : 0) } };
}

async function diff(_id: string, olds: Properties, news: Properties): Promise<{ readonly changes: boolean }> {
  const isKept = settingKeys.every((key) => isEqual(olds[key], news[key]));
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
    return { ...inputs, version: String(inputs.generation) };
  });
}

function notWritten(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  return new SchemaError(
    "secret-not-written",
    `the secret file ${file} cannot be written: ${String(error.code)}`,
  );
}

export const fileSecret = {
  check,
  diff,
  create: async (inputs: Properties) => ({ id: text(inputs, "file"), outs: await write(inputs) }),
  read: async (id: string, properties: Properties) => ({ id, props: properties }),
  update: async (_id: string, olds: Properties, news: Properties) => {
    const outs = await write(news);
    if (placeOf(olds) !== placeOf(news)) rmSync(placeOf(olds), { force: true });
    return { outs };
  },
  delete: async (_id: string, properties: Properties) => {
    if (!isDeclared(text(properties, "file"))) rmSync(placeOf(properties), { force: true });
  },
};
