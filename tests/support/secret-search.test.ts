import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { searchSecrets } from "./secret-search";

const secret = "p4ss/w&rd-of=ledger";
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "secret-search-"));
  mkdirSync(path.join(directory, "deep", "er"), { recursive: true });
  writeFileSync(path.join(directory, "clean.txt"), "postgres://user:***@host/db");
});
afterAll(() => rmSync(directory, { recursive: true }));

function spellingsIn(text: string | Buffer): string[] {
  const file = path.join(directory, "deep", "er", "planted");
  writeFileSync(file, text);
  const { hits, files, bytes } = searchSecrets([secret, "another-secret"], { paths: [directory] });
  expect(files).toBe(2);
  expect(bytes).toBeGreaterThan(27);
  expect(hits.every((hit) => hit.secret === 0 && hit.place === file)).toBe(true);
  return hits.map(({ spelling }) => spelling);
}

describe("a planted secret is found", () => {
  it.each([0, 1, 2, 3, 4, 5])("in base64, %i bytes into what was encoded", (before) => {
    const whole = Buffer.from(`${"x".repeat(before)}${secret}, and more`);
    expect(spellingsIn(`{"data":"${whole.toString("base64")}"}`)).toContain("base64");
    expect(spellingsIn(whole.toString("base64url"))).toContain("base64url");
    expect(spellingsIn(Buffer.from(`${"x".repeat(before)}${secret}`).toString("base64"))).toContain("base64");
  });

  it("in plain text, in a URL, in hexadecimal, and in bytes that are no text", () => {
    expect(spellingsIn(`password ${secret}.`)).toEqual(["plain"]);
    expect(spellingsIn(`postgres://u:${encodeURIComponent(secret)}@h/d`)).toEqual(["percent-encoded"]);
    expect(spellingsIn(Buffer.from(secret).toString("hex"))).toEqual(["hexadecimal"]);
    expect(spellingsIn(Buffer.concat([Buffer.from([0, 255, 254]), Buffer.from(secret)]))).toEqual(["plain"]);
    expect(spellingsIn("nothing")).toEqual([]);
  });
});

describe("a search", () => {
  it("looks into texts, and leaves out what may hold a secret", () => {
    const file = path.join(directory, "store.env");
    writeFileSync(file, secret);
    expect(searchSecrets([secret], { texts: { output: `a ${secret}` } }).hits).toEqual([
      { secret: 0, spelling: "plain", place: "output" },
    ]);
    expect(searchSecrets([secret], { paths: [file] }).hits).toHaveLength(1);
    expect(searchSecrets([secret], { paths: [directory], except: [file] }).hits).toEqual([]);
  });

  it("that would look for nothing, or nowhere, fails", () => {
    expect(() => searchSecrets([], { paths: [directory] })).toThrow();
    expect(() => searchSecrets(["short"], { paths: [directory] })).toThrow();
    expect(() => searchSecrets([secret], { paths: [path.join(directory, "none")] })).toThrow();
  });
});
