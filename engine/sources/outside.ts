// What a source makes outside of the scope it was given: it would silently come to nothing. Pure.
import { quotePath } from "../catalog/names";
import { type Item, schemaMadeIn } from "./item";
import { placeOf, type SourceFinding } from "./problem";
import { unknownSchema } from "./reading";

/** How many objects are named one by one; a source for another scope altogether makes them all there. */
const most = 10;

/**
 * One finding for what stands in Postgres schemas that are not managed in this run.
 * @param providers schemas that the target's provider makes by itself
 */
export function outsideScope(
  items: readonly Item[],
  scope: readonly string[],
  providers: readonly string[] = [],
): readonly SourceFinding[] {
  const strays = items.flatMap((item) => {
    const made = schemaMadeIn(item);
    if (made === null || scope.includes(made.schema) || providers.includes(made.schema)) return [];
    const { schema, rest } = made;
    const name = quotePath([schema === unknownSchema ? "public" : schema, ...rest]);
    return [`${name} (${placeOf(item.statement)})`];
  });
  if (strays.length === 0) return [];
  const more = strays.length > most ? ` and ${strays.length - most} more` : "";
  const where = scope.map((name) => quotePath([name])).join(", ");
  const message = `the source makes ${strays.slice(0, most).join(", ")}${more} outside of ${where}, where nothing is managed in this run: it is neither made nor changed. Write it as ${quotePath([scope[0] ?? ""])}.name to have it there, or take it out of the source`;
  return [{ level: "warning", id: "outside-scope", object: null, message }];
}
