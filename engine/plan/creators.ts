// Which statements are run as the role that is to own what they make. Only those that make an object with an owner of its
// own, and only where nothing that it needs is another's; all else the login may do as a member of that role. Pure.
import type { AnyObject, Catalog, Kind, ObjectId } from "../catalog/model";
import { attachedId, quoteName } from "../catalog/names";
import type { Draft } from "./draft";
import type { Step } from "./model";

/** Kinds that have an owner and that Postgres lets anybody make who may create in the schema (the manual's CREATE pages). */
const ownable: ReadonlySet<Kind> = new Set<Kind>([
  "schema",
  "enum",
  "domain",
  "composite",
  "range",
  "collation",
  "sequence",
  "function",
  "procedure",
  "aggregate",
  "operator",
  "conversion",
  "text search dictionary",
  "text search configuration",
  "table",
  "statistics",
  "view",
  "materialized view",
]);

export interface Ownership {
  /** Before the plan. */
  readonly live: Catalog;
  readonly desired: Catalog;
  readonly owner: string;
}

/** Whether the draft is to be run as the owner. */
export function isMadeByOwner(made: Draft, ownership: Ownership): boolean {
  const { desired } = ownership;
  const ids = made.beside === null ? made.creates : [made.beside];
  const objects = ids.flatMap((id) => desired.objects.get(id) ?? []);
  return (
    made.transactional &&
    objects.some(({ kind }) => ownable.has(kind)) &&
    !needsSuperuser(objects) &&
    objects.every(({ id }) => (desired.dependencies.get(id) ?? []).every((on) => isOwn(on, ownership)))
  );
}

/** For the rest of the transaction, or until the next: as whom the step is run. */
export function setRole({ as }: Pick<Step, "as">): string {
  return `SET LOCAL ROLE ${as === undefined ? "NONE" : quoteName(as)}`;
}

/** A function in C is trusted to superusers alone. */
function needsSuperuser(objects: readonly AnyObject[]): boolean {
  return objects.some(
    (object) => object.kind === "function" && ["c", "internal"].includes(object.attributes.language),
  );
}

/** What is not there yet is made by the owner, or has no owner; a column has its table's. */
function isOwn(id: ObjectId, { live, owner }: Pick<Ownership, "live" | "owner">): boolean {
  const found = live.objects.get(attachedId("owner", id));
  if (found?.kind === "owner") return found.attributes.role === owner;
  const parent = live.objects.get(id)?.parent ?? null;
  return parent === null || isOwn(parent, { live, owner });
}
