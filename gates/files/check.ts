// The gates of one application, with the files beside its source: for the command line, for a preview, for tests.
import type { Catalog, Finding, GateCheck } from "../../engine/index";
import { registrySource } from "../framework/generated";
import type { Choice } from "../framework/model";
import type { Papers } from "../framework/papers";
import { findingOf, type GateRun, runGates, subjectOf } from "../framework/run";
import { gates } from "../index";
import { projectOf, readPapers } from "./read";

export interface Application {
  /** Absolute directory or file. */
  readonly source: string;
  /** Absolute directory that names are told relative to. @default the nearest above that is a project's */
  readonly project?: string;
  /** Further places, absolute, in which invariants may be named. @default none */
  readonly code?: readonly string[];
  /** By gate, what the stack says. @default each gate's own level */
  readonly levels?: Readonly<Record<string, Choice>>;
  /** Day of the run. @default today */
  readonly today?: string;
}

function papersOf({ source, project = projectOf(source), code = [] }: Application): Papers {
  return readPapers({ source, project, code });
}

const now = (): string => new Date().toISOString().slice(0, 10);

/** Asks every gate that is not off. */
export function checkApplication(catalog: Catalog, application: Application): GateRun {
  const { levels = {}, today = now() } = application;
  return runGates({ catalog, papers: papersOf(application), gates, levels, today });
}

/**
 * What a preview asks. An application takes the gates on with the file `gates.yaml` beside its source; before that only
 * the gates that the stack names are asked, so that nobody's schema is refused by rules it never heard of.
 */
export function gateCheck(application: Application): GateCheck {
  return (catalog: Catalog): readonly Finding[] => {
    const { levels = {}, today = now() } = application;
    const papers = papersOf(application);
    const named = Object.entries(gates).filter(
      ([id]) => papers.exceptions !== null || levels[id] !== undefined,
    );
    const asked = Object.fromEntries(named);
    if (named.length === 0) return [];
    const { findings } = runGates({ catalog, papers, gates: asked, levels, today });
    return findings.map((finding) => findingOf(finding, catalog));
  };
}

/** The registry of an application as TypeScript. */
export function registryText(catalog: Catalog, application: Pick<Application, "source" | "project">): string {
  return registrySource(subjectOf(catalog, papersOf(application)));
}
