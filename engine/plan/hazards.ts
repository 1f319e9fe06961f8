// Builds hazards, so that the same danger reads the same wherever it comes from. Pure.
import type { ObjectId } from "../catalog/model";
import { quotePath } from "../catalog/names";
import type { RuleContext } from "./draft";
import type { Hazard } from "./model";
import type { Offenders } from "./offenders";

/** A loss that blocks until the stack's config names `change` and the hash of the object's live definition. */
export function dataLoss(
  change: string,
  message: string,
  object: ObjectId,
  context: RuleContext,
  probe?: string,
): Hazard {
  const consent = { change, hash: context.definitionHash(object) };
  return { kind: "loses data", message, consent, ...(probe === undefined ? {} : { probe }) };
}

/** @param only `ONLY ` where rows of tables that inherit from it do not count */
export function tableRowsProbe(path: readonly string[], only: string): string {
  return `SELECT count(*) AS "rows" FROM ${only}${quotePath(path)}`;
}

export function columnValuesProbe(path: readonly string[], only = ""): string {
  const column = quotePath(path.slice(-1));
  return `SELECT count(${column}) AS "non-null values", count(*) AS "rows" FROM ${only}${quotePath(path.slice(0, -1))}`;
}

/** @param remedy what the source may say so that it does not fail: follows "or" */
export function mayFail(message: string, offenders?: Offenders, remedy?: string): Hazard {
  return {
    kind: "may fail on the data",
    message,
    ...(offenders === undefined ? {} : { probe: offenders.count }),
    ...(offenders?.list === undefined ? {} : { offenders: offenders.list }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** @param remedy as of `mayFail` */
export function rewrites(message: string, remedy?: string): Hazard {
  return { kind: "rewrites the table", message, ...(remedy === undefined ? {} : { remedy }) };
}

export function blocksWrites(message: string): Hazard {
  return { kind: "blocks writes", message };
}

export function blocksReads(message: string): Hazard {
  return { kind: "blocks reads", message };
}

export function breaksOldCode(message: string): Hazard {
  return { kind: "breaks old code", message };
}
