// Functions and procedures. CREATE OR REPLACE keeps dependents where the call's shape stays (manual, CREATE FUNCTION).
import type { AnyObject, Catalog } from "../../catalog/model";
import { quotePath } from "../../catalog/names";
import { draft, type ObjectOf, type Rule } from "../draft";
import { breaksOldCode } from "../hazards";

type Routine = ObjectOf<"function"> | ObjectOf<"procedure">;

const replacePrefix = "CREATE OR REPLACE ";

function isSameCall(before: Routine, after: Routine): boolean {
  const was = before.attributes;
  const will = after.attributes;
  const namesKept = was.argumentNames.every(
    (name, position) => name === "" || will.argumentNames[position] === name,
  );
  return (
    was.returns === will.returns &&
    was.argumentModes === will.argumentModes &&
    namesKept &&
    will.defaultsCount >= was.defaultsCount
  );
}

const routinesNamed = (path: readonly string[], catalog: Catalog, other: Catalog): readonly AnyObject[] =>
  [...catalog.objects.values()].filter(
    (object) =>
      isRoutine(object) && quotePath(object.path) === quotePath(path) && !other.objects.has(object.id),
  );

const isRoutine = (object: AnyObject): boolean => object.kind === "function" || object.kind === "procedure";

function routineRule(word: "FUNCTION" | "PROCEDURE"): Rule<"function"> & Rule<"procedure"> {
  const name = (object: Routine): string => `${quotePath(object.path)}(${object.attributes.identity})`;
  return {
    create: (object: Routine, context) => [
      draft(
        object.id,
        context.cause(object.id),
        `CREATE ${object.attributes.definition.slice(replacePrefix.length)}`,
        {
          creates: [object.id],
          // With both of them there, a call that leaves out arguments would be ambiguous.
          after: routinesNamed(object.path, context.live, context.desired).map(({ id }) => id),
        },
      ),
    ],
    drop: (object: Routine, context) => [
      draft(object.id, context.cause(object.id), `DROP ${word} ${name(object)}`, {
        drops: [object.id],
        phase: "contract",
        hazards: context.isReplaced(object.id)
          ? []
          : [breaksOldCode(`code that calls ${name(object)} stops working`)],
      }),
    ],
    alter: (before: Routine, after: Routine, _attributes, context) =>
      isSameCall(before, after)
        ? [
            draft(after.id, context.cause(after.id), after.attributes.definition, {
              alters: [after.id],
              // Who calls it is not touched.
              additive: true,
            }),
          ]
        : "replace",
    givesWay: (before: Routine, context) =>
      routinesNamed(before.path, context.desired, context.live).length > 0,
    names: (object: Routine) => [`routine ${name(object)}`],
  };
}

export const functionRule = routineRule("FUNCTION");
export const procedureRule = routineRule("PROCEDURE");
