// Lists by key. Pure.

/** Values under the key each of them gives, in their order; those without a key (null) are left out. */
export function groupBy<K, V>(
  values: Iterable<V>,
  keyOf: (value: V) => K | null,
): ReadonlyMap<K, readonly V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
