// Remembers what was made of two catalogs, for as long as both are held: one plan asks for the same more than once. Pure.
import type { Catalog } from "./model";

/** The same function, which computes once for each pair. Its result must not be changed by anybody. */
export function rememberPairs<T>(
  compute: (live: Catalog, desired: Catalog) => T,
): (live: Catalog, desired: Catalog) => T {
  const known = new WeakMap<Catalog, WeakMap<Catalog, { readonly result: T }>>();
  return (live, desired) => {
    const ofLive = known.get(live) ?? new WeakMap<Catalog, { readonly result: T }>();
    known.set(live, ofLive);
    const found = ofLive.get(desired) ?? { result: compute(live, desired) };
    ofLive.set(desired, found);
    return found.result;
  };
}
