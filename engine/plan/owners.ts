// Whose an object is when the plan makes it again and the source does not say: whose it was. Views and functions run with their owner's
// rights, so another owner would be a change that nobody asked for. Pure.
import type { AnyObject, Catalog, ObjectId } from "../catalog/model";
import { attachedId } from "../catalog/names";
import { spell } from "../catalog/spelling";
import { isMadeByOwner, type Ownership } from "./creators";
import type { Draft, ObjectOf } from "./draft";
import type { DraftList } from "./sort";

type Owner = ObjectOf<"owner">;

/**
 * The owners that the source leaves open, of objects that are made again; none where the login makes them its own anyway.
 * @param live with its owners, also those that the source does not set
 * @param owner as of the plan's options: what it makes belongs to this role
 */
export function ownersLost(
  replaced: ReadonlySet<ObjectId>,
  live: Catalog,
  desired: Catalog,
  owner: string | undefined,
): readonly Owner[] {
  const { login } = live.server;
  if (login === undefined) return [];
  return [...replaced].flatMap((object) => {
    const id = attachedId("owner", object);
    const [before, after] = [live.objects.get(id), desired.objects.get(object)];
    if (before?.kind !== "owner" || !after || desired.objects.has(id) || isOfAll(after)) return [];
    const { role } = before.attributes;
    return owner === undefined && role === login
      ? []
      : [{ kind: "owner", id, path: after.path, parent: after.id, attributes: { role, of: spell(after) } }];
  });
}

/** A publication of all tables can belong to superusers alone. */
const isOfAll = (object: AnyObject): boolean => object.kind === "publication" && object.attributes.allTables;

/** The same catalog, which says whose they are. */
export function withOwners(desired: Catalog, owners: readonly AnyObject[]): Catalog {
  const dependencies = new Map(desired.dependencies);
  for (const { id, parent } of owners) if (parent !== null) dependencies.set(id, [parent]);
  return {
    ...desired,
    objects: new Map([...desired.objects, ...owners.map((owner) => [owner.id, owner] as const)]),
    dependencies,
  };
}

/** What `live` says of the owners of objects in `desired`, which leaves them open. */
export function ownersLeftOpen(live: Catalog, desired: Catalog): readonly AnyObject[] {
  return [...live.objects.values()].filter(
    ({ kind, id, parent }) =>
      kind === "owner" && parent !== null && desired.objects.has(parent) && !desired.objects.has(id),
  );
}

/** Without the statements that give an object to the role that makes it. */
export function withoutNeedless(
  lists: readonly DraftList[],
  kept: readonly Owner[],
  ownership: Ownership | null,
): readonly DraftList[] {
  if (kept.length === 0 || ownership === null) return lists;
  const owners = new Map(kept.map((owner) => [owner.id, owner] as const));
  const makers = new Map<ObjectId | null, string | undefined>();
  for (const { drafts } of lists)
    for (const made of drafts) {
      const role = isMadeByOwner(made, ownership) ? ownership.owner : ownership.live.server.login;
      for (const id of made.beside === null ? made.creates : [made.beside])
        if (!makers.has(id)) makers.set(id, role);
    }
  const isNeedless = ({ object }: Draft): boolean => {
    const owner = owners.get(object);
    return owner !== undefined && makers.get(owner.parent) === owner.attributes.role;
  };
  return lists.map((list) => ({ ...list, drafts: list.drafts.filter((made) => !isNeedless(made)) }));
}
