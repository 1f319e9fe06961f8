// Schemas and extensions.
import { quoteName } from "../../catalog/names";
import { draft, type Rule } from "../draft";
import { dataLoss } from "../hazards";

export const schemaRule: Rule<"schema"> = {
  create: (object, context) => [
    draft(object.id, context.cause(object.id), `CREATE SCHEMA ${quoteName(object.path[0] ?? "")}`, {
      creates: [object.id],
    }),
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
  alter: (_before, after, _attributes, context) => [
    draft(
      after.id,
      context.cause(after.id),
      `ALTER EXTENSION ${quoteName(after.path[0] ?? "")} SET SCHEMA ${quoteName(after.attributes.schema)}`,
      { alters: [after.id] },
    ),
  ],
};
