// Identifiers, literals and object ids, as Postgres reads them.
import { describe, expect, it } from "vitest";
import {
  attachedId,
  identityOf,
  objectId,
  quoteName,
  quotePath,
  quoteText,
} from "../../engine/catalog/names";
import { spell } from "../../engine/catalog/spelling";
import {
  column,
  defaultOf,
  func,
  index,
  policy,
  sequence,
  table,
  trigger,
  unique,
  view,
} from "../support/catalogs";

describe("an identifier", () => {
  it.each([
    ["customers", "customers"],
    ["_a$1", "_a$1"],
    ["Customers", '"Customers"'],
    ["1st", '"1st"'],
    ["$a", '"$a"'],
    ["with space", '"with space"'],
    ["a.b", '"a.b"'],
    ['say "hi"', '"say ""hi"""'],
    ["größe", '"größe"'],
    ["", '""'],
    ["user", '"user"'],
    ["order", '"order"'],
    ["interval", '"interval"'],
    // Not reserved: Postgres takes it as it is.
    ["name", "name"],
  ])("%s is written %s", (name, written) => {
    expect(quoteName(name)).toBe(written);
  });

  it("is quoted part by part in a path", () => {
    expect(quotePath(["app", "Order", "a.b"])).toBe('app."Order"."a.b"');
  });
});

describe("a string constant", () => {
  it.each([
    ["plain", "'plain'"],
    ["it's", "'it''s'"],
    ["a\\b", "E'a\\\\b'"],
    ["\\'", "E'\\\\'''"],
    ["", "''"],
  ])("%s is written %s", (text, written) => {
    expect(quoteText(text)).toBe(written);
  });
});

describe("an object id", () => {
  it("is the kind and the quoted path, with a routine's arguments", () => {
    expect(objectId("column", ["app", "T", "a"])).toBe('column app."T".a');
    expect(objectId("function", ["app", "f"], "uuid, numeric")).toBe("function app.f(uuid, numeric)");
    expect(objectId("function", ["app", "f"], "")).toBe("function app.f()");
  });

  it("tells apart paths that would look the same without quotes", () => {
    expect(objectId("table", ["a", "b.c"])).not.toBe(objectId("table", ["a.b", "c"]));
  });

  it("of something attached names what it is attached to", () => {
    const on = objectId("table", ["app", "t"]);
    expect(attachedId("comment", on)).toBe("comment on table app.t");
    expect(attachedId("owner", on)).toBe("owner of table app.t");
    expect(attachedId("privilege", on, "Read Only")).toBe('privilege on table app.t to "Read Only"');
    const of = identityOf(objectId("column", ["app", "t", "id"]));
    expect(attachedId("comment", of)).toBe("comment on identity of column app.t.id");
  });
});

describe("the name in COMMENT ON and OWNER TO", () => {
  it.each([
    [table("T"), 'TABLE app."T"'],
    [column("t", "a"), "COLUMN app.t.a"],
    [defaultOf("t", "a", "1"), "COLUMN app.t.a"],
    [unique("t", "key", ["a"]), "CONSTRAINT key ON app.t"],
    [index("t", "t_a", ["a"]), "INDEX app.t_a"],
    [view("v", "SELECT 1"), "VIEW app.v"],
    [func("f", "SELECT 1", [], { identity: "integer" }), "FUNCTION app.f(integer)"],
    [trigger("t", "touch"), "TRIGGER touch ON app.t"],
    [policy("t", "Tenant", "true"), 'POLICY "Tenant" ON app.t'],
    [sequence("s"), "SEQUENCE app.s"],
  ])("of $object.id is %s", ({ object }, spelling) => {
    expect(spell(object)).toBe(spelling);
  });

  it("of a domain's constraint says so", () => {
    const { object } = unique("d", "key", []);
    expect(spell({ ...object, parent: objectId("domain", ["app", "d"]) })).toBe(
      "CONSTRAINT key ON DOMAIN app.d",
    );
  });
});
