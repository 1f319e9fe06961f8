// How statements name a column and its table. Pure text.
import type { AnyObject, ObjectId } from "../../catalog/model";
import { objectId, quoteName, quotePath } from "../../catalog/names";
import type { RuleContext } from "../draft";

export const tablePath = (column: AnyObject): readonly string[] => column.path.slice(0, -1);
export const tableId = (column: AnyObject): ObjectId => objectId("table", tablePath(column));
export const columnName = (column: AnyObject): string => quoteName(column.path.at(-1) ?? "");
/** A partitioned table all of whose partitions are declared: each gets statements of its own. */
export const isEntryOnly = (table: ObjectId, context: RuleContext): boolean =>
  context.isPartitioned(table) && !context.hasOtherPartitions(table);
/** For what would else go on to the partitions, each of which has a statement of its own. */
export const alterOnly = (column: AnyObject, clauses: string, context: RuleContext): string =>
  `ALTER TABLE ${isEntryOnly(tableId(column), context) || context.hasHeirs(tableId(column)) ? "ONLY " : ""}${quotePath(tablePath(column))} ${clauses}`;
/** For what is each table's own where one inherits from another. */
export const alterOwn = (part: AnyObject, clauses: string, context: RuleContext): string =>
  `ALTER TABLE ${context.hasHeirs(tableId(part)) ? "ONLY " : ""}${quotePath(tablePath(part))} ${clauses}`;
/** For what goes on to heirs, unless some of them do not follow. */
export const alterUnlessAlone = (part: AnyObject, clauses: string, context: RuleContext): string =>
  `ALTER TABLE ${context.isSaidAlone(part.id) ? "ONLY " : ""}${quotePath(tablePath(part))} ${clauses}`;
export const alterTable = (column: AnyObject, clauses: string): string =>
  `ALTER TABLE ${quotePath(tablePath(column))} ${clauses}`;
