// Every mistake in the stack's configuration: its key, what is wrong, and a command that mends it as it stands there.
import { fileCommand, removeCommand, secretCommand, setCommand } from "../components/index";
import { azureExamples } from "./azure";
import { storeExamples } from "./credentials";
import { existingExamples, fileProperties, secretProperties } from "./existing";
import { gcpExamples } from "./gcp";
import { serviceExamples } from "./service";
import type { Examples } from "./shapes";

export const prefix = "stackschema:";

/** What Pulumi hands the program. */
export interface Configuration {
  /** By full key; objects and arrays are JSON text. */
  readonly values: Readonly<Record<string, string>>;
  /** Full keys of values that are secret, or hold a secret. */
  readonly secretKeys: readonly string[];
  readonly stack: string;
  /** Text of the stack's own file: a value that is not in it is the default of Pulumi.yaml. */
  readonly stackFile: string;
  /** Of the run: PG_<STACK>_PASSWORD and its like. @default {} */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const { readers, regions, ...ofStores } = storeExamples;

/** Keys that hold properties, with an example of each. */
const serverExamples: Readonly<Record<"existing" | "azure" | "gcp" | "secretStore" | "service", Examples>> = {
  existing: existingExamples,
  azure: azureExamples,
  gcp: gcpExamples,
  secretStore: { ...ofStores, "readers.run": readers, "regions[0]": regions },
  service: serviceExamples,
};

export type ServerKey = keyof typeof serverExamples;

function isServerKey(key: string): key is ServerKey {
  return key in serverExamples;
}

export type Path = readonly PropertyKey[];

interface Example {
  /** Path inside the key. */
  readonly place: string;
  readonly value: string;
}

/** An example of what stands at a place: its own, that of something in it, or that of something beside it. */
function exampleAt(known: Examples, place: string): Example {
  const isIn = (whole: string) => (path: string) =>
    path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);
  const paths = Object.keys(known);
  const own = place.replace(/\[\d+\]/g, "[0]");
  const inside = paths.find(isIn(own));
  const beside = paths.find(isIn(own.replace(/(\.[^.[\]]+|\[[^[\]]*\])$/, "")));
  const [first = ""] = paths;
  if (place === "") return { place: first, value: known[first] ?? "" };
  if (own in known) return { place, value: known[own] ?? "" };
  if (inside !== undefined) return { place: inside, value: known[inside] ?? "" };
  return { place, value: known[beside ?? first] ?? "" };
}

/** The examples of services under an application's own name. */
function examplesFor(application: string): Examples {
  const own = Object.entries(serviceExamples).map(([path, value]) => [
    application === "" ? path : path.replace(/^[^.]+/, () => application),
    value,
  ]);
  return Object.fromEntries(own);
}

function pathText(parts: Path): string {
  const texts = parts.map((part) => {
    if (typeof part === "number") return `[${part}]`;
    return /^[\w-]+$/.test(String(part)) ? `.${String(part)}` : `["${String(part)}"]`;
  });
  return texts.join("");
}

export function placeOf(key: string, rest: Path): string {
  return `${prefix}${key}${pathText(rest)}`;
}

/** Each with its key and a command that works as it is; never repeats a value, which may be a secret. */
export class Mistakes {
  readonly lines: string[] = [];

  /** @param examples by key, what one may set it to */
  constructor(
    readonly configuration: Configuration,
    private readonly examples: Examples,
  ) {}

  /** @param example value instead of the usual one */
  add(key: string, rest: Path, message: string, example?: string): void {
    this.lines.push(`${placeOf(key, rest)}: ${message}; ${this.#remedy(key, rest, example)}`);
  }

  /** One that means nothing, and is best removed. */
  unneeded(way: "key" | "path", place: string, message: string): void {
    const key = way === "key" ? place : place.replace(/[.[].*$/, "");
    const remedy = this.#isDefault(key)
      ? "it stands in Pulumi.yaml: remove it there"
      : `to remove it: ${removeCommand(this.configuration.stack, way, place)}`;
    this.lines.push(`${place}: ${message}; ${remedy}`);
  }

  /** No command where the value is a default: it would put one entry in the place of the whole list. */
  #remedy(key: string, rest: Path, example?: string): string {
    if (!isServerKey(key) && this.#isDefault(`${prefix}${key}`))
      return "it stands in Pulumi.yaml: correct it there";
    return `for example: ${this.#command(key, rest, example)}`;
  }

  #isDefault(fullKey: string): boolean {
    return !new RegExp(`^\\s+["']?${fullKey}["']?:`, "m").test(this.configuration.stackFile);
  }

  #command(key: string, rest: Path, fitting?: string): string {
    const { stack } = this.configuration;
    if (isServerKey(key)) return this.#serverCommand(key, rest, fitting);
    const example = fitting ?? this.examples[key] ?? "";
    if (key === "applications" && rest.length < 2)
      return setCommand(stack, placeOf(key, [rest[0] ?? 0, "name"]), example);
    if (key === "gates") return setCommand(stack, placeOf(key, [rest[0] ?? "tenant-primary-key"]), example);
    if (key === "consents") return setCommand(stack, placeOf(key, [rest[0] ?? 0]), example);
    return setCommand(stack, placeOf(key, rest), rest[1] === "source" ? "schema/ledger" : example);
  }

  #serverCommand(key: ServerKey, rest: Path, fitting?: string): string {
    const { stack } = this.configuration;
    if (fitting !== undefined) return setCommand(stack, placeOf(key, rest), fitting);
    const [property = ""] = rest.map(String);
    const known = key === "service" ? examplesFor(property) : serverExamples[key];
    const { place, value } = exampleAt(known, pathText(rest).slice(1));
    const full = `${prefix}${key}.${place}`;
    if (secretProperties.has(property)) return secretCommand(stack, full);
    if (fileProperties.has(property)) return fileCommand(stack, full, `${property}.pem`);
    return setCommand(stack, full, value);
  }
}
