// After a run: is the database what the source declares? Reads no Postgres itself, compares what was read again.
// It sees only what the reader models; it is a check of the run, not of the reader.
import { SchemaError } from "../api";
import { align } from "../catalog/align";
import type { Catalog } from "../catalog/model";
import { type Change, diffCatalogs } from "../diff";

/** Throws `verification-failed`, naming each difference, unless the live catalog is the desired one. */
export function verify(live: Catalog, desired: Catalog): void {
  const aligned = align(live, desired);
  const changes = diffCatalogs(aligned.live, aligned.desired);
  if (changes.length === 0) return;
  const shown = changes.slice(0, limit).flatMap(describeChange);
  if (changes.length > limit) shown.push(`  and ${changes.length - limit} more`);
  const count = changes.length === 1 ? "1 object differs" : `${changes.length} objects differ`;
  throw new SchemaError(
    "verification-failed",
    [
      `every step ran, but the database is not what the source declares: ${count}`,
      ...shown,
      "Somebody may have changed it meanwhile: preview again to see the steps that are left.",
      "If the same difference stays after the next run, it is a bug of stackschema.",
    ].join("\n"),
  );
}

const limit = 20;

function describeChange(change: Change): string[] {
  switch (change.type) {
    case "create":
      return [`  missing: ${change.id}`];
    case "drop":
      return [`  not in the source: ${change.id}`];
    case "alter":
      return [`  differs: ${change.id}`, ...change.attributes.map((name) => describeAttribute(change, name))];
  }
}

function describeAttribute(change: Extract<Change, { type: "alter" }>, name: string): string {
  const is: Readonly<Record<string, unknown>> = { ...change.before.attributes };
  const should: Readonly<Record<string, unknown>> = { ...change.after.attributes };
  return `    ${name} is ${short(is[name])}, should be ${short(should[name])}`;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "not set";
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
