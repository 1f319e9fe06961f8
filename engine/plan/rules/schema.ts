// Schemas and extensions.
import { quoteName } from "../../catalog/names";
import { onPublic } from "../../catalog/roles";
import { type Draft, draft, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { dataLoss } from "../hazards";

export function createSchema(schema: ObjectOf<"schema">, cause: string): Draft {
  return draft(schema.id, cause, `CREATE SCHEMA ${quoteName(schema.path[0] ?? "")}`);
}

export function moveExtension(extension: ObjectOf<"extension">, cause: string): Draft {
  const { path, attributes } = extension;
  const sql = `ALTER EXTENSION ${quoteName(path[0] ?? "")} SET SCHEMA ${quoteName(attributes.schema)}`;
  return draft(extension.id, cause, sql, { alters: [extension.id] });
}

/** What `public` has where it was never dropped. */
function grantOnPublic(schema: ObjectOf<"schema">, context: RuleContext): Draft {
  const privileges = onPublic(context.desired.serverMajor).join(", ");
  return draft(schema.id, context.cause(schema.id), `GRANT ${privileges} ON SCHEMA public TO PUBLIC`, {
    alters: [schema.id],
  });
}

export const schemaRule: Rule<"schema"> = {
  create: (object, context) => [
    { ...createSchema(object, context.cause(object.id)), creates: [object.id] },
    ...(object.path[0] === "public" ? [grantOnPublic(object, context)] : []),
  ],
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP SCHEMA ${quoteName(object.path[0] ?? "")}`, {
      drops: [object.id],
      phase: "contract",
      hazards: [
        dataLoss(
          `drop ${object.id}`,
          `schema ${quoteName(object.path[0] ?? "")} is dropped`,
          object.id,
          context,
        ),
      ],
    }),
  ],
  alter: () => [],
};

export const extensionRule: Rule<"extension"> = {
  create: (object, context) => [
    draft(
      object.id,
      context.cause(object.id),
      `CREATE EXTENSION ${quoteName(object.path[0] ?? "")} SCHEMA ${quoteName(object.attributes.schema)}`,
      { creates: [object.id] },
    ),
  ],
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP EXTENSION ${quoteName(object.path[0] ?? "")}`, {
      drops: [object.id],
      phase: "contract",
      hazards: [
        dataLoss(`drop ${object.id}`, `${object.id} is dropped with everything it made`, object.id, context),
      ],
    }),
  ],
  alter: (_before, after, _attributes, context) => [moveExtension(after, context.cause(after.id))],
};
