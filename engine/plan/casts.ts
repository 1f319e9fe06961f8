// What a change of a column's type does to its values: whether Postgres needs USING, rewrites, or may lose something.
// Facts: manual, ALTER TABLE (SET DATA TYPE), 10.4 and pg_cast; ATColumnChangeRequiresRewrite for what is no rewrite.
import type { Catalog, ObjectId } from "../catalog/model";

export interface TypeChange {
  /** null: Postgres converts by itself. Otherwise the expression after USING. */
  readonly using: string | null;
  readonly rewrites: boolean;
  /** Values may become poorer without an error. */
  readonly losesData: boolean;
  /** Values may be refused. */
  readonly mayFail: boolean;
}

interface TypeName {
  readonly base: string;
  readonly modifiers: readonly number[];
  readonly isArray: boolean;
}

/** `character varying(10)[]` → its parts. Text as `format_type` writes it, nothing else. */
function parseType(type: string): TypeName {
  const isArray = type.endsWith("[]");
  const element = isArray ? type.slice(0, -2) : type;
  const open = element.indexOf("(");
  const close = element.indexOf(")", open);
  if (open < 0 || close < 0) return { base: element, modifiers: [], isArray };
  const base = element.slice(0, open) + element.slice(close + 1);
  return {
    base,
    modifiers: element
      .slice(open + 1, close)
      .split(",")
      .map(Number),
    isArray,
  };
}

const texts = new Set(["text", "character varying"]);
const strings = new Set(["text", "character varying", "character", "name"]);
const integers = ["smallint", "integer", "bigint"];
const bits = new Set(["bit", "bit varying"]);
const temporal = new Set([
  "timestamp without time zone",
  "timestamp with time zone",
  "time without time zone",
  "time with time zone",
  "interval",
]);

/** The change as the source says it, in an expression that nobody here understands. */
export const statedChange = (expression: string): TypeChange => ({
  using: `(${expression})`,
  rewrites: true,
  losesData: false,
  mayFail: true,
});

/** Judges the change `before` → `after` of the column named `column` (quoted). */
export function typeChange(
  column: string,
  before: string,
  after: string,
  live: Catalog,
  desired: Catalog,
): TypeChange {
  const from = parseType(before);
  const to = parseType(after);
  if (from.isArray === to.isArray && from.base === to.base) return sameBase(from, to);
  const using = usingFor(column, after, from, to, live, desired);
  // A domain has the values of its base type, which decide what is lost.
  const source = withoutDomain(from, live);
  const target = withoutDomain(to, desired);
  if ((source !== from || target !== to) && source.isArray === target.isArray && source.base === target.base)
    return { ...sameBase(source, target), using, rewrites: true, mayFail: true };
  const free = !from.isArray && !to.isArray && texts.has(from.base) && texts.has(to.base);
  if (free)
    return {
      using: null,
      rewrites: to.modifiers.length > 0,
      losesData: false,
      mayFail: to.modifiers.length > 0,
    };
  return {
    using,
    rewrites: !(from.base === "cidr" && to.base === "inet"),
    losesData: losesData(source, target),
    mayFail: target !== to || mayFail(source, target),
  };
}

/** Whether each value goes through the new type's input, or is refused for the same reasons: what it refuses, the change refuses. */
export function convertsByInput(before: string, after: string, using: string | null): boolean {
  const [from, to] = [parseType(before), parseType(after)];
  if (integers.includes(before) && integers.includes(after)) return true;
  if (using === null) return from.isArray === to.isArray && from.base === to.base;
  // A text cast to anything but a string is read as that type's input.
  const isText = !from.isArray && strings.has(from.base) && (to.isArray || !strings.has(to.base));
  return using.endsWith(`::text::${after}`) || (isText && using.endsWith(`::${after}`));
}

function withoutDomain(type: TypeName, catalog: Catalog): TypeName {
  const domain = catalog.objects.get(`domain ${type.base}` as ObjectId);
  if (domain?.kind !== "domain") return type;
  const base = parseType(domain.attributes.type);
  return withoutDomain({ ...base, isArray: base.isArray || type.isArray }, catalog);
}

function sameBase(from: TypeName, to: TypeName): TypeChange {
  const none = { using: null, rewrites: false, losesData: false, mayFail: false };
  const [oldFirst, oldSecond = 0] = from.modifiers;
  const [newFirst, newSecond = 0] = to.modifiers;
  if (newFirst === undefined) return none;
  if (strings.has(from.base)) {
    const grows = oldFirst !== undefined && newFirst >= oldFirst;
    return { ...none, rewrites: !grows || from.base === "character", mayFail: !grows };
  }
  if (from.base === "numeric") {
    const keepsScale = oldFirst !== undefined && newSecond >= oldSecond;
    const keepsWhole = oldFirst !== undefined && newFirst - newSecond >= oldFirst - oldSecond;
    const free = oldFirst !== undefined && newSecond === oldSecond && newFirst >= oldFirst;
    return { using: null, rewrites: !free, losesData: !keepsScale, mayFail: !keepsWhole };
  }
  if (bits.has(from.base)) {
    const grows = from.base === "bit varying" && oldFirst !== undefined && newFirst >= oldFirst;
    return { ...none, rewrites: !grows, mayFail: !grows };
  }
  const poorer = oldFirst === undefined ? newFirst < 6 : newFirst < oldFirst;
  return { ...none, rewrites: poorer, losesData: temporal.has(from.base) && poorer };
}

function usingFor(
  column: string,
  after: string,
  from: TypeName,
  to: TypeName,
  live: Catalog,
  desired: Catalog,
): string | null {
  const source = domainBase(from.base, live) ?? from.base;
  const target = domainBase(to.base, desired) ?? to.base;
  const isOurs = isEnumOrComposite(to.base, desired) || isEnumOrComposite(from.base, live);
  const isFree = source === target || live.server.assignmentCasts.has(`${source}→${target}`);
  const isDirect = !isOurs && (isFree || strings.has(source) || explicitCasts.has(`${source}→${target}`));
  if (to.isArray && !from.isArray)
    return isDirect || strings.has(to.base)
      ? `ARRAY[${column}]::${after}`
      : `ARRAY[${column}]::text[]::${after}`;
  if (from.isArray && !to.isArray) return `${column}::text::${after}`;
  if (isOurs) {
    if (strings.has(to.base)) return `${column}::${after}`;
    return from.isArray ? `${column}::text[]::${after}` : `${column}::text::${after}`;
  }
  if (isFree || strings.has(target)) return null;
  return isDirect ? `${column}::${after}` : `${column}::text::${after}`;
}

/** Casts of pg_cast with explicit context only, among built-in types. */
const explicitCasts = new Set([
  "integer→boolean",
  "boolean→integer",
  "bigint→bit",
  "integer→bit",
  "bit→integer",
  "bit→bigint",
  'integer→"char"',
  '"char"→integer',
  "jsonb→boolean",
  "jsonb→numeric",
  "jsonb→smallint",
  "jsonb→integer",
  "jsonb→bigint",
  "jsonb→real",
  "jsonb→double precision",
]);

function isEnumOrComposite(type: string, catalog: Catalog): boolean {
  return (
    catalog.objects.has(`enum ${type}` as ObjectId) || catalog.objects.has(`composite ${type}` as ObjectId)
  );
}

function domainBase(type: string, catalog: Catalog): string | null {
  const domain = catalog.objects.get(`domain ${type}` as ObjectId);
  return domain?.kind === "domain" ? parseType(domain.attributes.type).base : null;
}

function losesData(from: TypeName, to: TypeName): boolean {
  if (from.isArray && !to.isArray) return false;
  if (strings.has(to.base) || strings.has(from.base)) return to.base === "name";
  const bits53 = ["smallint", "integer"].includes(from.base);
  if (integers.includes(from.base))
    return (
      to.base === "boolean" ||
      (to.base === "real" && from.base !== "smallint") ||
      (to.base === "double precision" && !bits53)
    );
  if (from.base === "jsonb" || from.base === "json")
    return integers.includes(to.base) || to.base.startsWith("double") || to.base === "real";
  const lossless = ["date→timestamp without time zone", "real→double precision", "real→numeric", "cidr→inet"];
  const pairs = new Set(lossless);
  if (pairs.has(`${from.base}→${to.base}`)) return false;
  const known = new Set(["numeric", "real", "double precision", "date", "money", "inet", ...temporal]);
  return known.has(from.base);
}

function mayFail(from: TypeName, to: TypeName): boolean {
  if (texts.has(to.base) && to.modifiers.length === 0) return false;
  const wider = integers.indexOf(to.base) > integers.indexOf(from.base) && integers.includes(from.base);
  if (wider) return false;
  return !(integers.includes(from.base) && to.base === "numeric" && to.modifiers.length === 0);
}
