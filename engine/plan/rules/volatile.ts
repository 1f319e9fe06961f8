// Whether a new column needs a look at every row. Part of the column's rule.
import type { ObjectId } from "../../catalog/model";
import { quotePath } from "../../catalog/names";
import type { RuleContext } from "../draft";

/** Functions of Postgres that give one value for all rows of a statement; one that is not known here counts as volatile. */
const stable: ReadonlySet<string> = new Set([
  "now",
  "transaction_timestamp",
  "statement_timestamp",
  "timezone",
  "current_setting",
  "current_schema",
  "date_trunc",
  "lower",
  "upper",
  "to_char",
]);

/** Whether a DEFAULT must be computed for every row (manual, ALTER TABLE, Notes; 36.7). */
export function isVolatile(expression: string, id: ObjectId | undefined, context: RuleContext): boolean {
  const called = [...withoutTexts(expression).matchAll(/([\w."$]+)\(/g)].map(([, name = ""]) => name);
  const own = new Map(
    (id === undefined ? [] : (context.desired.dependencies.get(id) ?? [])).flatMap((on) => {
      const object = context.desired.objects.get(on);
      return object?.kind === "function"
        ? [[quotePath(object.path), object.attributes.definition] as const]
        : [];
    }),
  );
  return called.some((name) => !stable.has(name) && !/^ ?(IMMUTABLE|STABLE)\b/m.test(own.get(name) ?? ""));
}

/** Nothing inside of quotes is called; a quoted name may be. */
function withoutTexts(expression: string): string {
  return expression.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, (quoted) =>
    quoted.startsWith('"') ? quoted : "''",
  );
}

/** A domain with a constraint of its own or of the domain below: its values are checked row by row (manual, ALTER TABLE, Notes). */
export function isConstrained(type: string, context: RuleContext): boolean {
  const domain = context.desired.objects.get(`domain ${type}` as ObjectId);
  if (domain?.kind !== "domain") return false;
  const { notNull, type: below } = domain.attributes;
  const isChecked = context.children(domain.id).some(({ kind }) => kind === "constraint");
  return notNull || isChecked || isConstrained(below, context);
}
