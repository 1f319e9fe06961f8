// The constraint behind NOT NULL of a column (since Postgres 18) or of a domain (since 17). Pure.
import type { AnyObject, NotNullConstraint } from "./model";
import { chosenName } from "./names";

/** The first major version whose servers keep one. */
const since: Readonly<Record<string, number>> = { column: 18, domain: 17 };

export function keepsNotNull(object: AnyObject, serverMajor: number): boolean {
  return serverMajor >= (since[object.kind] ?? Number.POSITIVE_INFINITY);
}

/** What NOT NULL alone gives. */
export function plainNotNull(object: AnyObject): NotNullConstraint {
  const [, owner = "", column = null] = object.path;
  return { name: chosenName(owner, column, "not_null"), noInherit: false, validated: true };
}

/** null where the object may be null. */
export function notNullOn(object: AnyObject): NotNullConstraint | null {
  if ((object.kind !== "column" && object.kind !== "domain") || !object.attributes.notNull) return null;
  return object.attributes.notNullConstraint ?? plainNotNull(object);
}
