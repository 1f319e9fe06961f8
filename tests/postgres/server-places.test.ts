import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { removeServer, startServer, stopServer } from "../../engine/postgres";
import { accountFor, isRoot } from "../../engine/postgres/embedded/account";
import { nativePackage, prepareRuntime, programPath } from "../../engine/postgres/embedded/package";
import { isAlive } from "../../engine/postgres/embedded/postmaster";
import { run } from "../../engine/postgres/embedded/run";
import { bundleEngine } from "./child";
import { ask, made, pidOf, placeForEach } from "./embedded-fixture";

const place = placeForEach();
let root = "";
let directory = "";

beforeEach(() => {
  ({ root, directory } = place);
});

describe("where it lies", () => {
  test("a checkout that its user may not enter stays as it is; its data then lies outside and goes with it", async () => {
    chmodSync(root, 0o700);
    const server = await made(place);
    expect(await ask(server, "SELECT 1")).toBe(1);
    // Only root serves as another user; everybody else's data lies in the checkout.
    expect(server.dataDirectory.startsWith(root)).toBe(!isRoot());
    expect(statSync(root).mode & 0o777).toBe(0o700);
    expect(await startServer({ directory })).toEqual(server);
    await removeServer(directory);
    expect(existsSync(path.dirname(server.dataDirectory))).toBe(false);
  });

  test("a new checkout in the place of one that was deleted takes over and clears what that one left outside", async () => {
    chmodSync(root, 0o700);
    const first = await made(place);
    const pid = pidOf(first);
    // Only what lies outside can outlive the directory.
    if (!isRoot()) await stopServer(directory);
    rmSync(directory, { recursive: true, force: true });
    const second = await made(place);
    expect(second.password).not.toBe(first.password);
    expect(isAlive(pid)).toBe(false);
    expect(await ask(second, "SELECT 1")).toBe(1);
  });

  test("a path longer than a socket may have, with spaces and quotes", async () => {
    place.directory = path.join(root, "a b 'c' ü", "x".repeat(120), "server");
    const server = await made(place);
    expect(await ask(server, "SELECT 1")).toBe(1);
  });

  test("a package that its user may not enter is run from a copy", async () => {
    const closed = path.join(root, "closed");
    const source = nativePackage(17);
    mkdirSync(path.join(closed, "native"), { recursive: true });
    chmodSync(closed, 0o700);
    cpSync(source.directory, path.join(closed, "native"), { recursive: true, verbatimSymlinks: true });
    const account = accountFor(root);
    const bin = prepareRuntime(
      { ...source, directory: path.join(closed, "native") },
      account,
      path.join(root, "copies"),
    );
    expect(bin.startsWith(closed)).toBe(!isRoot());
    const { code, output } = await run(programPath(bin, "initdb"), ["--version"], { account, cwd: root });
    expect(output).toMatch(/PostgreSQL\) 17/);
    expect(code).toBe(0);
  });

  test("links that npm left out are made", async () => {
    const source = nativePackage(17);
    const copy = path.join(root, "package", "native");
    cpSync(source.directory, copy, { recursive: true, filter: (file) => !lstatSync(file).isSymbolicLink() });
    prepareRuntime({ ...source, directory: copy }, undefined, path.join(root, "copies"));
    const links: { target: string }[] = JSON.parse(readFileSync(path.join(copy, "pg-symlinks.json"), "utf8"));
    expect(links.length).toBeGreaterThan(0);
    for (const { target } of links) expect(existsSync(path.join(root, "package", target))).toBe(true);
  });
});

test("an unprivileged user makes and runs a server without becoming another", async () => {
  const bundle = bundleEngine();
  const account = accountFor(root);
  if (account !== undefined) chownSync(root, account.uid, account.gid);
  const where = JSON.stringify({ directory, major: 17 });
  const child = bundle.run(
    `
      await engine.initialiseServer(${where});
      const server = await engine.startServer(${where});
      const client = await engine.connect({ ...server, user: server.adminUser, database: "postgres", tls: { mode: "disable" } });
      const { rows } = await client.query("SELECT current_setting('data_directory') AS data");
      await client.end();
      await engine.stopServer(${JSON.stringify(directory)});
      await engine.removeServer(${JSON.stringify(directory)});
      console.log(JSON.stringify(rows[0].data));`,
    account,
  );
  const { code, output } = await child.ended;
  bundle.dispose();
  expect(output).toContain(directory);
  expect(code).toBe(0);
  expect(existsSync(directory)).toBe(false);
});
