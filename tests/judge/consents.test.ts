import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { formatConsent, parseConsent, shellQuote } from "../../engine/judge/consents";

const changes = [
  "drop column app.customers.fax",
  'drop column app."Customer Notes"."a.b c"',
  'drop table app."it\'s $HOME `id` \\ !x"',
  'drop table app."two  blanks and 12345678"',
  'drop table app."say ""hi"" now"',
  `drop value '5"  pipe, it''s' of enum app.size`,
  "drop function app.total(uuid, double precision)",
  'drop enum value app.status."très cher"',
];

describe("a consent", () => {
  it.each(changes)("is read as it was written: %s", (change) => {
    expect(parseConsent(formatConsent({ change, hash: "3f2a1b9c" }))).toEqual({ change, hash: "3f2a1b9c" });
  });

  it("may have more blanks around its words, and a hash in capitals", () => {
    expect(parseConsent('  drop   table\tapp."a  b"  3F2A1B9C ')).toEqual({
      change: 'drop table app."a  b"',
      hash: "3f2a1b9c",
    });
  });

  it.each(["drop table app.t", "3f2a1b9c", "", "drop 3f2a1b9c", 'drop table "app.t 3f2a1b9c'])(
    "without a hash of its own is none: %s",
    (text) => {
      expect(parseConsent(text)).toBeNull();
    },
  );

  it.each(changes)("comes through a POSIX shell unchanged: %s", (change) => {
    const script = `printf '%s' ${shellQuote(change)}`;
    expect(spawnSync("sh", ["-c", script], { encoding: "utf8" }).stdout).toBe(change);
  });
});
