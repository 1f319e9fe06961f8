// What is in the database now, as `objects` shows it. Reads only.
import { describeObjects, inspectDatabase, inspected, planSchema, SchemaError } from "../../engine/index";
import { type Properties, targetOf, text } from "../properties";
import { requestOf } from "./properties";

/**
 * DDL by object. Where nothing differs from the source it has the source's text, so that what Postgres writes in
 * another way is no drift; where the source cannot be read, it has Postgres's own.
 */
export async function objectsNow(properties: Properties): Promise<Readonly<Record<string, string>>> {
  const target = targetOf(properties);
  try {
    return (await planSchema({ ...requestOf(properties), target })).liveObjects;
  } catch (error) {
    if (!(error instanceof SchemaError) || error.code.startsWith("connection-")) throw error;
    return describeObjects(
      inspected(await inspectDatabase(target, { scope: [text(properties, "schema")], missing: "empty" }))
        .catalog,
    );
  }
}
