// Decides what is written inside its parent's own statement: columns, defaults and constraints of a new table.
// A part is inline unless what it needs itself needs the parent; then it gets a statement of its own. Pure.
import { alg, Graph } from "@dagrejs/graphlib";
import type { Catalog, ObjectId } from "../catalog/model";

export interface FoldOptions {
  /** The object whose statement could take this one in; null: none. */
  readonly host: (id: ObjectId) => ObjectId | null;
  /** What goes with its host rather than others: those give way where both close a circle. @default none */
  readonly first?: (id: ObjectId) => boolean;
}

/**
 * @param members the objects that are all created (or all dropped) by this plan
 * @returns those of them that can go with their host: no circle leads through another group
 */
export function foldable(
  catalog: Catalog,
  members: ReadonlySet<ObjectId>,
  { host, first = () => false }: FoldOptions,
): ReadonlySet<ObjectId> {
  const found = foldOnce(catalog, members, host);
  const isLeftOut = (id: ObjectId): boolean => {
    const of = host(id);
    return first(id) && !found.has(id) && of !== null && members.has(of);
  };
  if (![...members].some(isLeftOut)) return found;
  return foldOnce(catalog, members, (id) => (found.has(id) || first(id) ? host(id) : null));
}

function foldOnce(
  catalog: Catalog,
  members: ReadonlySet<ObjectId>,
  hostIn: FoldOptions["host"],
): ReadonlySet<ObjectId> {
  const hosts = new Map<ObjectId, ObjectId>();
  for (const id of members) {
    const host = hostIn(id);
    if (host !== null && members.has(host)) hosts.set(id, host);
  }
  const hostOf = (id: ObjectId): ObjectId | null => hosts.get(id) ?? null;
  const groupOf = (id: ObjectId): ObjectId => {
    const host = hostOf(id);
    return host === null ? id : groupOf(host);
  };
  const graph = new Graph({ directed: true });
  const outward: { readonly id: ObjectId; readonly group: ObjectId; readonly target: ObjectId }[] = [];
  for (const id of members) {
    const group = groupOf(id);
    graph.setNode(group);
    for (const on of catalog.dependencies.get(id) ?? []) {
      const target = members.has(on) ? groupOf(on) : group;
      if (target === group) continue;
      graph.setEdge(group, target);
      outward.push({ id, group, target });
    }
  }
  const component = new Map<string, number>();
  alg.tarjan(graph).forEach((nodes, position) => {
    for (const node of nodes) component.set(node, position);
  });
  const circular = new Set(
    outward.filter(({ group, target }) => component.get(group) === component.get(target)).map(({ id }) => id),
  );
  const goesAlone = (id: ObjectId): boolean => {
    const host = hostOf(id);
    return circular.has(id) || host === null || (hostOf(host) !== null && goesAlone(host));
  };
  return new Set([...members].filter((id) => !goesAlone(id)));
}
