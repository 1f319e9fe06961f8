// Where the files of this checkout are, for the program and for the provider process. No such path is ever an input or
// an output of a resource: state must not depend on where a clone lies.
import { existsSync } from "node:fs";
import * as path from "node:path";

/** The nearest directory upwards that holds Pulumi.yaml. */
export function projectRoot(from: string = process.cwd()): string {
  if (existsSync(path.join(from, "Pulumi.yaml"))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error(`no Pulumi.yaml in ${process.cwd()} or above it`);
  return projectRoot(parent);
}

/** Everything we keep in a checkout lies here; git ignores it. */
export function ownDirectory(...parts: readonly string[]): string {
  return path.join(projectRoot(), ".stackschema", ...parts);
}
