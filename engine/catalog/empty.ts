// The catalog of a database where nothing was made yet. Pure.
import type { Catalog } from "./model";

/** Nothing in scope, on a server like that of `catalog`. */
export function emptyLike(catalog: Catalog): Catalog {
  return {
    ...catalog,
    objects: new Map(
      [...catalog.objects].filter(([, object]) => object.kind === "schema" && object.path[0] === "public"),
    ),
    dependencies: new Map(),
    outsideDependents: new Map(),
    estimates: new Map(),
    server: { ...catalog.server, defaultPrivileges: [] },
  };
}
