// COMMENT ON for whatever a block declares.
import { quoteText } from "../../../catalog/names";
import type { Fields } from "./fields";
import type { Sql } from "./sql";

/** @param what as COMMENT ON names it: `TABLE app.users` */
export function comment(sql: Sql, fields: Fields, what: string): void {
  const text = fields.text("comment");
  const { line } = fields.attribute("comment") ?? fields;
  if (text !== undefined) sql.statement({ file: "", line }, `COMMENT ON ${what} IS ${quoteText(text)}`);
}
