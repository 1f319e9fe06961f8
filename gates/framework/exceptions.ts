// The exceptions of an application: `gates.yaml` beside its source. Each names a gate, an object and a reason, and may name
// its last day. Whatever is wrong with one is a finding, and it then excepts nothing. Pure.
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { GateFinding } from "./model";

export const exceptionsFile = "gates.yaml";

/** Findings about the exceptions themselves have this in place of a gate. */
export const exceptionsId = "gate-exceptions";

export interface Exception {
  readonly gate: string;
  /** Object id, as a finding names it. */
  readonly object: string;
  readonly reason: string;
  /** Last day on which it holds, `2027-06-30`; null: for good. */
  readonly until: string | null;
  /** In `gates.yaml`, from 1. */
  readonly line: number;
}

export interface ReadExceptions {
  readonly exceptions: readonly Exception[];
  readonly problems: readonly GateFinding[];
}

interface Asked {
  /** Relative to the project. */
  readonly file: string;
  readonly gates: readonly string[];
  /** Day of the run, `2026-11-22`. */
  readonly today: string;
}

const keys = ["gate", "object", "reason", "until"];

/** `2027-02-30` is none: Date takes it for the second of March. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** @param text null where there is no file: then nothing is excepted */
export function readExceptions(text: string | null, asked: Asked): ReadExceptions {
  if (text === null) return { exceptions: [], problems: [] };
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const problems: GateFinding[] = [];
  const tell = (offset: number, object: string, message: string): void => {
    problems.push(problem(asked.file, counter.linePos(offset).line, object, message));
  };
  const [broken] = document.errors;
  if (broken !== undefined) {
    tell(broken.pos[0], asked.file, `this is no YAML: ${broken.message.split("\n")[0]}`);
    return { exceptions: [], problems };
  }
  const { contents } = document;
  if (contents === null) return { exceptions: [], problems };
  if (!isMap(contents)) {
    tell(0, asked.file, "it must be the key `exceptions` with a list");
    return { exceptions: [], problems };
  }
  for (const { key } of contents.items)
    if (String(key) !== "exceptions")
      tell(offsetOf(key), asked.file, `there is no key \`${key}\`: the only one is \`exceptions\``);
  const list = contents.get("exceptions", true);
  if (list === undefined || (isScalar(list) && list.value === null)) return { exceptions: [], problems };
  if (!isSeq(list)) {
    tell(offsetOf(list), asked.file, "`exceptions` must be a list");
    return { exceptions: [], problems };
  }
  const exceptions = list.items.flatMap((item) => readOne(item, asked, counter, tell));
  return { exceptions, problems: [...problems, ...doubled(exceptions, asked.file)] };
}

type Tell = (offset: number, object: string, message: string) => void;

function readOne(item: unknown, asked: Asked, counter: LineCounter, tell: Tell): readonly Exception[] {
  const offset = offsetOf(item);
  if (!isMap(item)) {
    tell(offset, asked.file, "an exception must have the keys `gate`, `object` and `reason`");
    return [];
  }
  const values: Record<string, string> = {};
  for (const { key, value } of item.items) {
    const name = String(key);
    if (!keys.includes(name))
      tell(offsetOf(key), asked.file, `there is no key \`${name}\`; an exception has ${keys.join(", ")}`);
    else if (isScalar(value) && typeof value.value === "string") values[name] = value.value.trim();
    else tell(offsetOf(key), asked.file, `\`${name}\` must be text`);
  }
  const { gate = "", object = "", reason = "", until } = values;
  const wrong = mistakeIn({ gate, object, reason, until }, asked);
  if (wrong !== null) {
    tell(offset, object === "" ? asked.file : object, wrong);
    return [];
  }
  return [{ gate, object, reason, until: until ?? null, line: counter.linePos(offset).line }];
}

interface Values {
  readonly gate: string;
  readonly object: string;
  readonly reason: string;
  readonly until: string | undefined;
}

function mistakeIn({ gate, object, reason, until }: Values, { gates, today }: Asked): string | null {
  if (gate === "") return "an exception must name its `gate`";
  if (!gates.includes(gate)) return `no gate is called \`${gate}\`; the gates are ${gates.join(", ")}`;
  if (object === "") return `the exception from ${gate} must name its \`object\`, as the finding does`;
  const what = `the exception from ${gate} for ${object}`;
  if (!/\p{L}/u.test(reason)) return `${what} has no \`reason\`: say why the gate need not hold there`;
  if (until === undefined) return null;
  if (!isDay(until)) return `${what} holds \`until\` ${until}: write a day like 2027-06-30`;
  if (until < today)
    return `${what} ended on ${until}: mend the object, or give the exception another day and its reason`;
  return null;
}

function doubled(exceptions: readonly Exception[], file: string): readonly GateFinding[] {
  return exceptions.flatMap((one, index) => {
    const first = exceptions.findIndex(({ gate, object }) => gate === one.gate && object === one.object);
    if (first === index) return [];
    return [
      problem(
        file,
        one.line,
        one.object,
        `the exception from ${one.gate} for ${one.object} stands here a second time`,
      ),
    ];
  });
}

/** An exception that nothing needed. @param isThere whether its object is */
export function unused({ gate, object, line }: Exception, file: string, isThere: boolean): GateFinding {
  const why = isThere
    ? "is not needed: the gate holds there. Remove it"
    : "covers nothing: there is no such object. Write it as a finding names it, or remove the exception";
  return problem(file, line, object, `the exception from ${gate} for ${object} ${why}`);
}

/** Objects of findings that are none of the catalog. */
export const ofPapers = /^(contract$|(invariant|path|section) )/;

function problem(file: string, line: number, object: string, message: string): GateFinding {
  const place = { file, line };
  return { gate: exceptionsId, level: "mandatory", object, message, sql: null, place };
}

const offsetOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;
