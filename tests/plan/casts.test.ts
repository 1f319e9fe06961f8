// What a change of type does to the values: USING, rewrite, loss, failure.
import { describe, expect, it } from "vitest";
import { typeChange } from "../../engine/plan/casts";
import { catalogOf, domain, enumOf } from "../support/catalogs";

const catalog = catalogOf([
  enumOf("status", ["new", "done"]),
  domain("code", { type: "character varying(9)" }),
  domain("amount", { type: "integer" }),
]);

type Effect = "rewrites" | "loses" | "may fail";

/** `text → uuid` on a column named v, as a short list; the expression after USING apart. */
function judged(before: string, after: string): readonly [string | null, ...Effect[]] {
  const { using, rewrites, losesData, mayFail } = typeChange("v", before, after, catalog, catalog);
  const effects: readonly [boolean, Effect][] = [
    [rewrites, "rewrites"],
    [losesData, "loses"],
    [mayFail, "may fail"],
  ];
  return [using, ...effects.flatMap(([is, effect]) => (is ? [effect] : []))];
}

describe("a change of type", () => {
  it.each<[string, string, ...ReturnType<typeof judged>]>([
    // Longer or endless strings cost nothing; shorter ones are checked row by row.
    ["character varying(10)", "character varying(20)", null],
    ["character varying(10)", "character varying", null],
    ["character varying(10)", "text", null],
    ["text", "character varying", null],
    ["character varying(20)", "character varying(10)", null, "rewrites", "may fail"],
    ["character varying", "character varying(10)", null, "rewrites", "may fail"],
    ["text", "character varying(10)", null, "rewrites", "may fail"],
    ["character(5)", "character(9)", null, "rewrites"],
    ["character(9)", "character(5)", null, "rewrites", "may fail"],
    ["character(5)", "text", null, "rewrites"],
    // Numbers.
    ["integer", "bigint", null, "rewrites"],
    ["numeric(10,2)", "numeric(12,2)", null],
    ["numeric(10,2)", "numeric", null],
    ["numeric(10,2)", "numeric(12,4)", null, "rewrites"],
    ["numeric(10,2)", "numeric(11,4)", null, "rewrites", "may fail"],
    ["numeric(10,4)", "numeric(10,2)", null, "rewrites", "loses"],
    ["numeric", "numeric(10,2)", null, "rewrites", "loses", "may fail"],
    ["integer", "numeric", null, "rewrites"],
    ["integer", "numeric(5,0)", null, "rewrites", "may fail"],
    ["numeric", "integer", null, "rewrites", "loses", "may fail"],
    // Moments.
    ["timestamp(3) with time zone", "timestamp(6) with time zone", null],
    ["timestamp(3) with time zone", "timestamp with time zone", null],
    ["timestamp with time zone", "timestamp(3) with time zone", null, "rewrites", "loses"],
    ["timestamp(6) with time zone", "timestamp(3) with time zone", null, "rewrites", "loses"],
    // What only text can carry.
    ["text", "uuid", "v::uuid", "rewrites", "may fail"],
    ["integer", "text", null, "rewrites"],
    ["integer", "boolean", "v::boolean", "rewrites", "loses", "may fail"],
    ["cidr", "inet", null, "may fail"],
    ["json", "jsonb", "v::text::jsonb", "rewrites", "may fail"],
    // Types of our own.
    ["text", "app.status", "v::text::app.status", "rewrites", "may fail"],
    ["app.status", "text", "v::text", "rewrites"],
    ["integer", "app.amount", null, "rewrites", "may fail"],
    ["app.amount", "integer", null, "rewrites", "may fail"],
    ["text", "app.code", null, "rewrites", "may fail"],
    // Arrays.
    ["integer", "integer[]", "ARRAY[v]::integer[]", "rewrites", "may fail"],
    ["integer", "app.status[]", "ARRAY[v]::text[]::app.status[]", "rewrites", "may fail"],
    ["date", "uuid[]", "ARRAY[v]::text[]::uuid[]", "rewrites", "loses", "may fail"],
    ["uuid", "text[]", "ARRAY[v]::text[]", "rewrites"],
    ["text[]", "app.status[]", "v::text[]::app.status[]", "rewrites", "may fail"],
  ])("%s → %s", (before, after, ...expected) => {
    expect(judged(before, after)).toEqual(expected);
  });

  it("asks the server which casts need no USING", () => {
    const server = { ...catalog.server, assignmentCasts: new Set(["bigint→integer"]) };
    expect(typeChange("v", "bigint", "integer", { ...catalog, server }, catalog).using).toBeNull();
  });

  it("names the column as it must be quoted", () => {
    expect(typeChange('"Total"', "text", "uuid", catalog, catalog).using).toBe('"Total"::uuid');
  });
});
