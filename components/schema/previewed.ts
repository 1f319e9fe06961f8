// The plan that the last preview of a stack showed, kept in the checkout: the program prints its text, and the update
// that follows runs nothing else. It holds the plan's SQL and no connection.
import * as fs from "node:fs";
import * as path from "node:path";
import type { PlanJson } from "../../engine/index";
import { ownDirectory } from "../project";

export interface Previewed {
  /** When it was shown, as ISO 8601. */
  readonly at: string;
  readonly plan: PlanJson;
  /** The plan for people; empty where there is nothing to say. */
  readonly text: string;
}

function fileOf(stack: string, schema: string): string {
  return ownDirectory("previews", encodeURIComponent(stack), `${encodeURIComponent(schema)}.json`);
}

export function rememberPreview(stack: string, schema: string, previewed: Previewed): void {
  const file = fileOf(stack, schema);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, JSON.stringify(previewed));
  fs.renameSync(temporary, file);
}

/** Forgets the preview: its plan ran, or must not be printed. */
export function forgetPreview(stack: string, schema: string): void {
  fs.rmSync(fileOf(stack, schema), { force: true });
}

/** null where there is none, or none that can be read. */
export function recallPreview(stack: string, schema: string): Previewed | null {
  try {
    return JSON.parse(fs.readFileSync(fileOf(stack, schema), "utf8"));
  } catch {
    return null;
  }
}
