// A stack's configuration as Pulumi hands it to the program, and what is wrong with one.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse, stringify } from "yaml";
import { type Configuration, readSettings } from "../../settings";

const project = path.resolve(__dirname, "..", "..");

export function yaml(file: string): Readonly<Record<string, unknown>> {
  return parse(readFileSync(path.join(project, file), "utf8")).config;
}

export function isDeclaration(
  value: unknown,
): value is { type: string; default: unknown; description: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "default" in value &&
    "type" in value &&
    "description" in value
  );
}

export const declared = yaml("Pulumi.yaml");

/** The stack's file, in which the values of secret keys are encrypted. */
function fileOf(own: Readonly<Record<string, unknown>>, secretKeys: readonly string[]): string {
  const written = Object.entries(own).map(([key, value]) => [
    key,
    secretKeys.includes(key) ? { secure: "v1:c2VjcmV0" } : value,
  ]);
  return stringify({ config: Object.fromEntries(written) });
}

/** What Pulumi hands the program: the stack's own values, and the declared defaults of all other keys. */
export function config(
  own: Readonly<Record<string, unknown>> = {},
  secretKeys = ["stackschema:existing"],
  stackFile = fileOf(own, secretKeys),
): Configuration {
  const defaults = Object.entries(declared).map(([key, value]) => [
    `stackschema:${key}`,
    isDeclaration(value) ? value.default : undefined,
  ]);
  const all: [string, unknown][] = Object.entries({ ...Object.fromEntries(defaults), ...own });
  const values = all.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
  return { values: Object.fromEntries(values), secretKeys, stack: "test", stackFile };
}

export function mistakes(
  own: Readonly<Record<string, unknown>>,
  secretKeys?: string[],
  stackFile?: string,
): string {
  try {
    readSettings(config(own, secretKeys, stackFile));
  } catch (error) {
    if (error instanceof pulumi.RunError) return error.message;
    throw error;
  }
  throw new Error("no mistake was found");
}
