// Whose an object is when the plan makes it again and the source does not say: whose it was. Views and functions run with their owner's
// rights, so another owner would be a change that nobody asked for. Pure.
import type { AnyObject, Catalog, ObjectId } from "../catalog/model";
import { attachedId } from "../catalog/names";

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
): readonly AnyObject[] {
  const { login } = live.server;
  if (login === undefined) return [];
  return [...replaced].flatMap((id) => {
    const before = live.objects.get(attachedId("owner", id));
    if (before?.kind !== "owner" || desired.objects.has(before.id) || !desired.objects.has(id)) return [];
    return [login, owner].includes(before.attributes.role) ? [] : [before];
  });
}

/** The same catalog, which says whose they are. */
export function withOwners(desired: Catalog, owners: readonly AnyObject[], live: Catalog): Catalog {
  return {
    ...desired,
    objects: new Map([...desired.objects, ...owners.map((owner) => [owner.id, owner] as const)]),
    dependencies: new Map([
      ...desired.dependencies,
      ...owners.map(({ id }) => [id, live.dependencies.get(id) ?? []] as const),
    ]),
  };
}

/** What `live` says of the owners of objects in `desired`, which leaves them open. */
export function ownersLeftOpen(live: Catalog, desired: Catalog): readonly AnyObject[] {
  return [...live.objects.values()].filter(
    ({ kind, id, parent }) =>
      kind === "owner" && parent !== null && desired.objects.has(parent) && !desired.objects.has(id),
  );
}
