// One short text for a whole catalog: equal catalogs, and only those, have the same. Pure.
import { createHash } from "node:crypto";
import type { Catalog } from "./model";

/** sha256 over scope, objects and their attributes; not over estimates or facts of the server. */
export function fingerprint(catalog: Catalog): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([catalog.serverMajor, catalog.scope]));
  // Most columns share their attributes with thousands of others.
  const texts = new Map<object, string>();
  for (const id of [...catalog.objects.keys()].sort()) {
    const object = catalog.objects.get(id);
    const attributes = object?.attributes ?? {};
    const text = texts.get(attributes) ?? JSON.stringify(canonical(attributes));
    if (object?.kind === "column") texts.set(attributes, text);
    hash.update(`\n${id}\t${text}`);
  }
  for (const { kind, name } of catalog.unmodeled) hash.update(`\n${kind}\t${name}`);
  return hash.digest("hex");
}

/** Options keep the order they are stored in, which says nothing. */
function canonical(attributes: object): object {
  const isOpen = Object.values(attributes).some(isRecord);
  if (!isOpen) return attributes;
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      isRecord(value) ? Object.fromEntries(Object.entries(value).sort()) : value,
    ]),
  );
}

function isRecord(value: unknown): value is object {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 1
  );
}
