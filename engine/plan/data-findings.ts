// What is told of the source's data directives: what names nothing, what is not for this change, and what has had its turn. Pure.
import type { Catalog } from "../catalog/model";
import { attachedId, objectId, quotePath } from "../catalog/names";
import type { DataDirective, Finding, Step } from "./model";
import { placeOf, unfinishedBackfill } from "./strategies/data-steps";

export function dataFindings(
  directives: readonly DataDirective[],
  live: Catalog,
  desired: Catalog,
  steps: readonly Step[],
): readonly Finding[] {
  const own = directives.flatMap((directive) => {
    const problem = problemOf(directive, live, desired, steps);
    return problem === null ? [] : [problem];
  });
  return [...own, ...abandoned(directives, live, desired)];
}

function problemOf(
  directive: DataDirective,
  live: Catalog,
  desired: Catalog,
  steps: readonly Step[],
): Finding | null {
  const { verb, column, from, expression } = directive;
  const id = objectId("column", column);
  const place = `the ${placeOf(directive)}`;
  const [before, after] = [live.objects.get(id), desired.objects.get(id)];
  const tell = (level: Finding["level"], finding: string, message: string): Finding => ({
    level,
    id: finding,
    object: id,
    message,
  });
  const done = tell(
    "info",
    "data-step-done",
    `${place} has had its turn here: remove it once it had it everywhere`,
  );
  const isUsed = ({ object, sql, cause }: Step): boolean =>
    object === id && (cause === placeOf(directive) || (expression !== "" && sql.includes(`(${expression})`)));
  if (steps.some(isUsed)) return null;
  if (after?.kind !== "column" && (verb !== "check" || before?.kind !== "column")) {
    const isDone = verb === "check" && live.objects.has(objectId("table", column.slice(0, -1)));
    return isDone
      ? done
      : tell(
          "error",
          "data-step-without-column",
          `${place} is for ${quotePath(column)}, which the source does not declare as a column: correct the directive, or remove it`,
        );
  }
  const isRetyped = before?.kind === "column" && after?.kind === "column";
  if (verb === "using" && isRetyped && before.attributes.type !== after.attributes.type)
    return tell(
      "error",
      "using-for-another-type",
      `${place} is for values of type ${from}, and ${id} has the type ${before.attributes.type} here: write "from ${before.attributes.type}", or remove it`,
    );
  // Refused, or altered as it stands because that takes but a moment.
  if (verb === "expand-contract" && isRetyped && before.attributes.type !== after.attributes.type)
    return null;
  // A new table has no rows; the directive is for databases that have some.
  if (before === undefined) return null;
  return done;
}

/** The backfill began, and the source says no more how it goes on. */
function abandoned(
  directives: readonly DataDirective[],
  live: Catalog,
  desired: Catalog,
): readonly Finding[] {
  return [...live.objects.values()].flatMap((object): readonly Finding[] => {
    if (object.kind !== "comment" || object.attributes.text !== unfinishedBackfill) return [];
    const column = object.parent === null ? undefined : desired.objects.get(object.parent);
    const isKnown = directives.some(
      ({ verb, column: path }) => verb === "backfill" && objectId("column", path) === column?.id,
    );
    if (column?.kind !== "column" || isKnown || object.id !== attachedId("comment", column.id)) return [];
    const message = `an earlier run began to fill ${column.id} and was interrupted, and the source has no backfill for it any more: rows without a value stay so`;
    return [{ level: "warning", id: "backfill-abandoned", object: column.id, message }];
  });
}
