// Publications, and the tables and Postgres schemas in them (manual, CREATE PUBLICATION and ALTER PUBLICATION). What a
// publication no longer gives is missing where it is subscribed to: that waits for consent, like a loss of rows here.
import type { ObjectId } from "../../catalog/model";
import { objectId, quoteName, quotePath } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { breaksOldCode, dataLoss } from "../hazards";
import type { Hazard } from "../model";

type Publication = ObjectOf<"publication">;
type PublishedTable = ObjectOf<"published table">;
type PublishedSchema = ObjectOf<"published schema">;

type Options = Readonly<Record<string, string>>;

function optionsOf({ attributes }: Publication): Options {
  const { publish, viaRoot, generatedColumns } = attributes;
  return {
    publish: `'${publish.join(", ")}'`,
    publish_via_partition_root: String(viaRoot),
    publish_generated_columns: generatedColumns ?? "none",
  };
}

/** As CREATE PUBLICATION has them where nothing is said. */
const usual: Options = {
  publish: "'insert, update, delete, truncate'",
  publish_via_partition_root: "false",
  publish_generated_columns: "none",
};

const listed = (options: Options, before: Options): string =>
  Object.entries(options)
    .filter(([name, value]) => before[name] !== value)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");

const missing = (
  verb: string,
  what: string,
  object: Publication | PublishedTable | PublishedSchema,
  context: RuleContext,
): Hazard =>
  dataLoss(
    `${verb} ${object.id}`,
    `${what} do not reach those who subscribe to publication ${quoteName(object.path[0] ?? "")} any more`,
    object.id,
    context,
  );

export const publicationRule: Rule<"publication"> = {
  create: (object, context) => {
    const options = listed(optionsOf(object), usual);
    const sql = [
      `CREATE PUBLICATION ${quotePath(object.path)}`,
      ...(object.attributes.allTables ? ["FOR ALL TABLES"] : []),
      ...(options === "" ? [] : [`WITH (${options})`]),
    ].join(" ");
    return [draft(object.id, context.cause(object.id), sql, { creates: [object.id] })];
  },
  drop: (object, context) => {
    const verb = context.isReplaced(object.id) ? "replace" : "drop";
    return [
      draft(object.id, context.cause(object.id), `DROP PUBLICATION ${quotePath(object.path)}`, {
        drops: [object.id],
        phase: "contract",
        hazards: [missing(verb, "changes", object, context)],
      }),
    ];
  },
  alter: (before, after, attributes, context) => {
    if (attributes.has("allTables")) return "replace";
    const gone = before.attributes.publish.filter((name) => !after.attributes.publish.includes(name));
    const hazards =
      gone.length > 0
        ? [missing("alter", gone.map((name) => `${name}s`).join(" and "), before, context)]
        : [breaksOldCode(`those who subscribe to ${after.id} get other changes than before`)];
    const sql = `ALTER PUBLICATION ${quotePath(after.path)} SET (${listed(optionsOf(after), optionsOf(before))})`;
    return [draft(after.id, context.cause(after.id), sql, { alters: [after.id], hazards })];
  },
};

const tableOf = ({ path }: PublishedTable): readonly string[] => path.slice(1);
const tableId = (object: PublishedTable): ObjectId => objectId("table", tableOf(object));
const publicationOf = ({ path }: PublishedTable | PublishedSchema): string => quoteName(path[0] ?? "");

export const publishedTableRule: Rule<"published table"> = {
  create: (object, context) => {
    const { columns, where } = object.attributes;
    const sql = [
      `ALTER PUBLICATION ${publicationOf(object)} ADD TABLE ONLY ${quotePath(tableOf(object))}`,
      ...(columns === null ? [] : [`(${columns.map(quoteName).join(", ")})`]),
      ...(where === null ? [] : [`WHERE (${where})`]),
    ].join(" ");
    return [member(object, sql, { creates: [object.id] }, context)];
  },
  drop: (object, context) => [
    member(
      object,
      `ALTER PUBLICATION ${publicationOf(object)} DROP TABLE ONLY ${quotePath(tableOf(object))}`,
      {
        drops: [object.id],
        phase: "contract",
        hazards: unpublished(object, context),
      },
      context,
    ),
  ],
  alter: () => "replace",
};

/** A table that goes altogether has a consent of its own. */
function unpublished(object: PublishedTable, context: RuleContext): readonly Hazard[] {
  const name = quotePath(tableOf(object));
  if (context.isReplaced(object.id))
    return [breaksOldCode(`those who subscribe may get other rows or columns of ${name}`)];
  const table = tableId(object);
  if (context.live.objects.has(table) && !context.desired.objects.has(table)) return [];
  return [missing("drop", `changes of ${name}`, object, context)];
}

const member = (object: PublishedTable, sql: string, rest: Partial<Draft>, context: RuleContext): Draft =>
  draft(object.id, context.cause(object.id), sql, {
    locks: lock("SHARE UPDATE EXCLUSIVE", tableId(object)),
    ...rest,
  });

export const publishedSchemaRule: Rule<"published schema"> = {
  create: (object, context) => [
    draft(object.id, context.cause(object.id), schemaClause(object, "ADD"), { creates: [object.id] }),
  ],
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), schemaClause(object, "DROP"), {
      drops: [object.id],
      phase: "contract",
      hazards: [
        missing("drop", `changes of the tables in ${quotePath(object.path.slice(1))}`, object, context),
      ],
    }),
  ],
  alter: () => [],
};

const schemaClause = (object: PublishedSchema, verb: "ADD" | "DROP"): string =>
  `ALTER PUBLICATION ${publicationOf(object)} ${verb} TABLES IN SCHEMA ${quotePath(object.path.slice(1))}`;
