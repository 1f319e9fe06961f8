// Runs in the thread: what the files export that Drizzle declares in Postgres, each object once. drizzle-kit passes over
// whatever it does not know; what somebody may have meant is a problem here.
import { is, Table, View } from "drizzle-orm";
import {
  isPgEnum,
  isPgMaterializedView,
  isPgSequence,
  isPgView,
  type PgEnum,
  type PgMaterializedView,
  PgPolicy,
  PgRole,
  PgSchema,
  type PgSequence,
  PgTable,
  type PgView,
} from "drizzle-orm/pg-core";
import type { Answer, ExportPlace } from "./answer";

export type PgObject =
  | PgTable
  | PgSchema
  | PgEnum<[string, ...string[]]>
  | PgView
  | PgMaterializedView
  | PgSequence
  | PgRole
  | PgPolicy;

export interface Exported {
  readonly value: PgObject;
  readonly places: readonly ExportPlace[];
}

export interface Collected {
  readonly objects: readonly Exported[];
  readonly problems: Answer["problems"];
}

interface Loaded {
  readonly file: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

function isPgObject(value: unknown): value is PgObject {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return false;
  return (
    [PgTable, PgSchema, PgRole, PgPolicy].some((type) => is(value, type)) ||
    [isPgEnum, isPgView, isPgMaterializedView, isPgSequence].some((test) => test(value))
  );
}

/** How deep a declaration may be hidden in what is exported and still be found. */
const depth = 3;

/** Declarations inside of plain objects and lists, which drizzle-kit does not look into. */
function* inside(value: unknown, level = 0): Generator<PgObject> {
  if (level > 0 && isPgObject(value)) yield value;
  else if (level <= depth && value !== null && typeof value === "object") {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null && !Array.isArray(value)) return;
    for (const child of Object.values(value)) yield* inside(child, level + 1);
  }
}

function misuse(value: unknown): string | null {
  if (value === null || typeof value !== "object") return null;
  if (is(value, Table) || is(value, View))
    return "This is a table or view of another database than Postgres. Declare it by what drizzle-orm/pg-core exports.";
  const type = value.constructor?.name ?? "";
  if (/^(Manual)?(Materialized)?ViewBuilder$/.test(type))
    return "This view has no query yet. Add .as(…), or .existing() where it is declared elsewhere.";
  return null;
}

export function collect(loaded: readonly Loaded[]): Collected {
  const objects = new Map<PgObject, ExportPlace[]>();
  const problems: Answer["problems"][number][] = [];
  const entries = loaded.flatMap(({ file, exports }) =>
    Object.entries(exports).map(([name, value]) => ({ place: { file, name }, value })),
  );
  for (const { place, value } of entries) {
    if (isPgObject(value)) {
      objects.set(value, [...(objects.get(value) ?? []), place]);
      continue;
    }
    const message = misuse(value);
    if (message !== null) problems.push({ places: [place], message });
  }
  for (const { place, value } of entries) {
    if (isPgObject(value)) continue;
    const hidden = [...inside(value)].some((object) => !objects.has(object));
    if (!hidden) continue;
    const message = `\`${place.name}\` holds declarations that are not exported by themselves, and drizzle-kit looks into no object. Export each under a name of its own.`;
    problems.push({ places: [place], message });
  }
  return { objects: [...objects].map(([value, places]) => ({ value, places })), problems };
}
