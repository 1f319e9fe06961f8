// The tables of docs/COVERAGE.md: what becomes of each change of each kind, as the planner answers it, and the kinds that
// the reader only names.
import { type AnyObject, type Catalog, type Kind, kinds, type ObjectId } from "../../engine/catalog/model";
import { diffCatalogs } from "../../engine/diff";
import { planChanges } from "../../engine/plan";
import { PlanContext } from "../../engine/plan/context";
import { ruleOf } from "../../engine/plan/rebuild";
import { unmodeledQuery } from "../../engine/sources/reader/queries/unmodeled";
import { table } from "./blocks";
import type { Case, Sample } from "./sample-types";
import { samples } from "./samples";

function catalogOf(objects: readonly AnyObject[], serverMajor: number): Catalog {
  const ordered = kinds.flatMap((kind) => objects.filter((object) => object.kind === kind));
  const edges = ordered.flatMap(({ id, parent }): [ObjectId, readonly ObjectId[]][] =>
    parent === null ? [] : [[id, [parent]]],
  );
  return {
    serverMajor,
    scope: ["app"],
    objects: new Map(ordered.map((object) => [object.id, object])),
    dependencies: new Map(edges),
    unmodeled: [],
    outsideDependents: new Map(),
    estimates: new Map(ordered.map(({ id }) => [id, { rows: 1000, bytes: 81_920 }])),
    server: {
      assignmentCasts: new Set(),
      indexBuilds: new Set(),
      indexKeys: new Map(),
      exclusions: new Map(),
      staleCollations: [],
      defaultPrivileges: [],
      roles: null,
    },
  };
}

function objectOf<K extends Kind>(kind: K, sample: Sample<K>, properties: object): AnyObject {
  const { id, path, parent, attributes } = sample;
  // The properties are those of this kind, which the compiler cannot follow through a type parameter.
  return { kind, id, path, parent, attributes: { ...attributes, ...properties } } as unknown as AnyObject;
}

interface Answered {
  /** Properties that differ. */
  readonly attributes: readonly string[];
  readonly fate: "in place" | "replaced";
  readonly statements: readonly string[];
}

/** Asks the planner what it would do. */
export function answer<K extends Kind>(kind: K, sample: Sample<K>, change: Case<K>): Answered {
  const { before = {}, after, major = 17 } = change;
  const live = catalogOf([...sample.around, objectOf(kind, sample, before)], major);
  const desired = catalogOf([...sample.around, objectOf(kind, sample, { ...before, ...after })], major);
  const [found, ...others] = diffCatalogs(live, desired);
  if (found?.type !== "alter" || others.length > 0)
    throw new Error(`the sample of ${kind}, ${change.what}, is not one change`);
  const context = new PlanContext(live, desired, [found], live, "auto", [], new Map());
  const altered = ruleOf(kind).alter(found.before, found.after, new Set(found.attributes), context);
  return {
    attributes: found.attributes,
    fate: altered === "replace" ? "replaced" : "in place",
    statements: planChanges(live, desired).steps.map(({ sql }) => sql),
  };
}

/** Whether dropping an object of this kind waits for consent. */
function dropNeedsConsent<K extends Kind>(kind: K, sample: Sample<K>): boolean {
  const live = catalogOf([...sample.around, objectOf(kind, sample, {})], 17);
  const { steps } = planChanges(live, catalogOf(sample.around, 17));
  return steps.some(({ hazards }) => hazards.some(({ consent }) => consent !== undefined));
}

function row<K extends Kind>(kind: K): readonly string[] {
  const sample: Sample<K> = samples[kind];
  const whatIs = (fate: Answered["fate"]): string =>
    sample.cases
      .flatMap((change) => (answer(kind, sample, change).fate === fate ? [change.what] : []))
      .join("; ");
  return [kind, whatIs("in place"), whatIs("replaced"), dropNeedsConsent(kind, sample) ? "yes" : ""];
}

export function kindTable(): string {
  return table(
    ["Kind", "Altered in place", "Dropped and made again", "Drop needs consent"],
    kinds.map((kind) => row(kind)),
  );
}

/** The words for kinds stand as constants where the query has its column `kind`. */
export function unmodeledKinds(): readonly string[] {
  const sql = unmodeledQuery.sql({ schemas: ["app"], serverMajor: 18 });
  return sql.split(/\bUNION ALL\s+SELECT (?=\d)/).flatMap((part) => {
    const column = /oid, ('[^']+'|CASE[\s\S]+?\bEND\b)/.exec(part)?.[1];
    const words = [...(column ?? "").matchAll(/(?:^|THEN |ELSE )'([^']+)'/g)].map((match) => match[1] ?? "");
    if (words.length === 0)
      throw new Error(`no kind is named in this part of the query of what is not modelled:\n${part}`);
    return words;
  });
}

export function unmodeledList(): string {
  return [...unmodeledKinds()]
    .sort()
    .map((kind) => `- ${kind}`)
    .join("\n");
}
