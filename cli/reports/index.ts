// The findings of gates as people and machines read them. Pure.
import type { Catalog, Place } from "../../engine/index";
import type { GateFinding } from "../../gates/framework/model";
import type { GateRun } from "../../gates/framework/run";
import { githubReport } from "./github";
import { jsonReport } from "./json";
import { sarifReport } from "./sarif";
import { textReport } from "./text";

export interface GateReport extends GateRun {
  readonly catalog: Catalog;
  /** Of what the source declares, by Postgres schema and name: `app.customers`. */
  readonly places: ReadonlyMap<string, Place>;
  /** The source, relative to the project. */
  readonly source: string;
}

/** By the word of `--format`. */
export const reports = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  github: githubReport,
} as const satisfies Readonly<Record<string, (report: GateReport) => string>>;

export type { GateFinding };
