// The few facts of Pulumi.yaml needed before Pulumi itself runs. They stand at the top level, one line each.
import fs from "node:fs";
import path from "node:path";
import { ToolError } from "./error";

export interface Project {
  /** Absolute directory of Pulumi.yaml. */
  readonly directory: string;
  readonly name: string;
  readonly choosesBackend: boolean;
}

export function readProject(directory: string): Project {
  const file = path.join(directory, "Pulumi.yaml");
  const text = fs.readFileSync(file, "utf8");
  const name = /^name:[ \t]*["']?([A-Za-z0-9_.-]+)/m.exec(text)?.[1];
  if (name === undefined) throw new ToolError(`${file} has no line "name: …" at its top level`);
  return { directory, name, choosesBackend: /^backend:/m.test(text) };
}
