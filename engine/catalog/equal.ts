// When two values of a catalog are the same. Pure.

/** Equality of JSON data; the order of a record's keys does not count. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const leftRecord: Readonly<Record<string, unknown>> = { ...left };
  const rightRecord: Readonly<Record<string, unknown>> = { ...right };
  const names = Object.keys(leftRecord);
  return (
    names.length === Object.keys(rightRecord).length &&
    names.every((name) => name in rightRecord && sameValue(leftRecord[name], rightRecord[name]))
  );
}
