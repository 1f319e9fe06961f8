import { execFile } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { SchemaError } from "../../engine/api";
import {
  connect,
  formatTarget,
  isTransient,
  type Target,
  type TlsSettings,
  waitUntilReady,
} from "../../engine/postgres";
import { accountFor } from "../../engine/postgres/embedded/account";
import { freePort } from "../../engine/postgres/embedded/port";
import { sharedServer, startTestServer, type TestServer } from "../support/postgres";
import { type Certificates, makeCertificates } from "./certificates";
import { fakeServer, forward, message, refusal } from "./fake-servers";

const password = "pass-Word-9f1c";

let directory = "";
let certificates: Certificates;
let encrypted: TestServer;
let plain: TestServer;

/** The server's user must own its key, and nobody else may read it. */
function provideServerFiles(): Record<string, string> {
  const { server, authority } = certificates;
  const key = path.join(directory, "server.key");
  writeFileSync(key, server.key, { mode: 0o600 });
  const account = accountFor(directory);
  if (account !== undefined) chownSync(key, account.uid, account.gid);
  writeFileSync(path.join(directory, "server.crt"), server.certificate, { mode: 0o644 });
  writeFileSync(path.join(directory, "authority.crt"), authority, { mode: 0o644 });
  const rules = [
    "hostnossl all tls_only 127.0.0.1/32 reject",
    "host all nobody_else 127.0.0.1/32 reject",
    "hostssl all app 127.0.0.1/32 cert",
    "host all all 127.0.0.1/32 scram-sha-256",
  ];
  writeFileSync(path.join(directory, "hba.conf"), `${rules.join("\n")}\n`);
  return {
    ssl_cert_file: path.join(directory, "server.crt"),
    ssl_key_file: key,
    ssl_ca_file: path.join(directory, "authority.crt"),
    hba_file: path.join(directory, "hba.conf"),
  };
}

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), "stackschema-tls-"));
  chmodSync(directory, 0o755);
  certificates = await makeCertificates();
  encrypted = await startTestServer({ settings: { ssl: true, ...provideServerFiles() } });
  plain = await sharedServer();
  await prepareRoles(encrypted.target);
});

async function prepareRoles(target: Target): Promise<void> {
  const client = await connect(target);
  for (const role of ["tls_only", "nobody_else", "shut_out"]) {
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  }
  await client.query("CREATE ROLE app LOGIN");
  await client.query(`CREATE ROLE full_up LOGIN CONNECTION LIMIT 0 PASSWORD '${password}'`);
  await client.query("CREATE DATABASE closed");
  await client.query("REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
  await client.end();
}

afterAll(async () => {
  await encrypted?.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function using<T>(target: Target, use: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(target);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** Whether the server sees this very connection encrypted. */
function isEncrypted(target: Target): Promise<boolean> {
  return using(target, async (client) => {
    const { rows } = await client.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    return rows[0].ssl;
  });
}

async function failure(target: Target): Promise<SchemaError> {
  try {
    await (await connect(target)).end();
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error("it connected");
}

const over = (tls: TlsSettings, more: Partial<Target> = {}): Target => ({
  ...encrypted.target,
  tls,
  ...more,
});

/** The program of docs/SERVICES.md for Google Cloud in a process of its own, and what it is told. */
describe("an application with node-postgres", () => {
  const file = readFileSync(path.resolve(__dirname, "../../docs/SERVICES.md"), "utf8");
  const recipe = /```js\n(.*?)```/s.exec(file)?.[1] ?? "";
  const bare = `import { Pool } from "pg";
    const { DATABASE_URL: connectionString, DATABASE_CA: ca } = process.env;
    export const pool = new Pool({ connectionString, ssl: { ca } });`;

  async function encryptedBy(program: string, ca: string): Promise<string> {
    const asks = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    const text = `${program}\nconsole.log((await pool.query("${asks}")).rows[0].ssl); await pool.end();`;
    const url = formatTarget(over({ mode: "verify-ca" }));
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", text], {
      cwd: path.resolve(__dirname, "../.."),
      env: { PATH: process.env.PATH, DATABASE_URL: url, DATABASE_CA: ca },
    });
    return stdout.trim();
  }

  test("connects as docs/SERVICES.md says, by the server's own authority alone", async () => {
    expect(await encryptedBy(recipe, certificates.authority)).toBe("true");
    await expect(encryptedBy(recipe, certificates.otherAuthority)).rejects.toThrow(/certificate/);
  });

  test("does not with the URL and the authority alone, for which that is said", async () => {
    await expect(encryptedBy(bare, certificates.authority)).rejects.toThrow(
      /unable to verify the first certificate|self-signed certificate/,
    );
  });
});

describe("sslmode means what libpq means", () => {
  test.each(["allow", "prefer", "require"] as const)("%s does not verify the certificate", async (mode) => {
    // 127.0.0.1 is not in the certificate and no authority is given.
    expect(await isEncrypted(over({ mode }))).toBe(mode !== "allow");
  });

  test("disable does not encrypt", async () => {
    expect(await isEncrypted(over({ mode: "disable" }))).toBe(false);
  });

  test.each(["allow", "prefer"] as const)("%s does without encryption where there is none", async (mode) => {
    expect(await isEncrypted({ ...plain.target, tls: { mode } })).toBe(false);
  });

  test("allow encrypts where the server demands it", async () => {
    expect(await isEncrypted(over({ mode: "allow" }, { user: "tls_only", password }))).toBe(true);
  });

  test("require, given an authority, verifies the issuer and not the name", async () => {
    expect(await isEncrypted(over({ mode: "require", ca: certificates.authority }))).toBe(true);
    const error = await failure(over({ mode: "require", ca: certificates.otherAuthority }));
    expect(error.code).toBe("connection-tls");
  });

  test("verify-ca verifies the issuer and not the name", async () => {
    expect(await isEncrypted(over({ mode: "verify-ca", ca: certificates.authority }))).toBe(true);
    for (const ca of [{ ca: certificates.otherAuthority }, {}]) {
      const error = await failure(over({ mode: "verify-ca", ...ca }));
      expect(error).toMatchObject({ code: "connection-tls", message: expect.stringMatching(/sslrootcert/) });
    }
  });

  test("verify-full verifies issuer and name", async () => {
    const tls: TlsSettings = { mode: "verify-full", ca: certificates.authority };
    expect(await isEncrypted(over(tls, { host: "localhost" }))).toBe(true);
    const wrongName = await failure(over(tls));
    expect(wrongName).toMatchObject({
      code: "connection-tls",
      message: expect.stringMatching(/certificate is not for the host name 127\.0\.0\.1/),
    });
    const wrongIssuer = await failure(over({ mode: "verify-full", ca: certificates.otherAuthority }));
    expect(wrongIssuer.code).toBe("connection-tls");
  });

  test("a client certificate is a way to log in", async () => {
    const tls: TlsSettings = { mode: "require", ...certificates.client };
    const user = await using(over(tls, { user: "app", password: "" }), async (client) => {
      const { rows } = await client.query("SELECT current_user AS name");
      return rows[0].name;
    });
    expect(user).toBe("app");
  });
});

describe("what fails is told by its code, with the server, the database and the user", () => {
  const cases: readonly [string, string, RegExp, () => Partial<Target>][] = [
    ["a wrong password", "connection-authentication", /refused user or password/, () => ({ password })],
    ["no password", "connection-authentication", /none was given/, () => ({ password: "" })],
    ["an unknown user", "connection-authentication", /refused/, () => ({ user: "nobody_knows", password })],
    [
      "a user the server's rules shut out",
      "connection-authentication",
      /pg_hba\.conf/,
      () => ({ user: "nobody_else", tls: { mode: "require" } }),
    ],
    ["no encryption where it is demanded", "connection-tls", /sslmode=require/, () => ({ user: "tls_only" })],
    [
      "a missing database",
      "connection-database-missing",
      /CREATE DATABASE "not ""there"/,
      () => ({ database: 'not "there', password: encrypted.target.password ?? "" }),
    ],
    [
      "a database one may not enter",
      "connection-not-allowed",
      /GRANT CONNECT ON DATABASE "closed" TO "shut_out"/,
      () => ({ database: "closed", user: "shut_out", password }),
    ],
    ["no free connection", "connection-too-many", /pg_stat_activity/, () => ({ user: "full_up", password })],
    [
      "an unknown host",
      "connection-host-unknown",
      /does-not-exist\.invalid/,
      () => ({ host: "does-not-exist.invalid" }),
    ],
    ["a missing socket", "connection-refused", /nothing listens/, () => ({ host: "/nonexistent/socket" })],
  ];
  test.each(cases)("%s", async (_name, code, text, more) => {
    const target = { ...encrypted.target, password, ...more() };
    const error = await failure(target);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(text);
    expect(error.message).toContain(`database ${target.database} as ${target.user}`);
    expect(error.message).toContain(target.host);
    expect(error.message).not.toContain(password);
  });

  test("encryption demanded of a server without", async () => {
    const error = await failure({ ...plain.target, tls: { mode: "require" } });
    expect(error).toMatchObject({ code: "connection-tls", message: expect.stringMatching(/offers no TLS/) });
  });

  test("nothing listening", async () => {
    const port = await freePort(`nothing ${process.pid}`);
    const error = await failure({ ...encrypted.target, port });
    expect(error).toMatchObject({
      code: "connection-refused",
      message: expect.stringContaining(`127.0.0.1:${port}`),
    });
  });

  test("an IPv6 address is shown in brackets", async () => {
    const error = await failure({ ...encrypted.target, host: "::1", port: 9 });
    expect(error.message).toContain("[::1]:9");
  });

  const fakes: readonly [string, string, Buffer | "silence" | "hang up"][] = [
    [
      "a server that starts",
      "connection-starting-up",
      refusal("57P03", "the database system is starting up"),
    ],
    ["a server that shuts down", "connection-lost", refusal("57P01", "terminating connection")],
    ["a server that is no Postgres", "connection-lost", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["a server that hangs up", "connection-lost", "hang up"],
    ["a server that is silent", "connection-timeout", "silence"],
    [
      "an error nobody foresaw that repeats the password",
      "connection-failed",
      refusal("XX000", `bad ${password}`),
    ],
  ];
  test.each(fakes)("%s", async (_name, code, answer) => {
    const fake = await fakeServer((socket) => {
      if (answer === "hang up") socket.destroy();
      else if (answer !== "silence") socket.once("data", () => socket.end(answer));
    });
    try {
      const error = await failure({ ...plain.target, port: fake.port, password, connectTimeout: 500 });
      expect(error.code).toBe(code);
      expect(error.message).toContain(`127.0.0.1:${fake.port}`);
      expect(error.message).not.toContain(password);
    } finally {
      await fake.close();
    }
  });
});

describe("a connection", () => {
  afterEach(() => vi.unstubAllEnvs());

  test("takes nothing from the environment", async () => {
    vi.stubEnv("PGOPTIONS", "-c search_path=from_environment");
    vi.stubEnv("PGSSLMODE", "verify-full");
    vi.stubEnv("PGPASSWORD", "from the environment");
    vi.stubEnv("PGAPPNAME", "from the environment");
    vi.stubEnv("PGREPLICATION", "database");
    const shown = await using(plain.target, async (client) => {
      const { rows } = await client.query(
        "SELECT current_setting('search_path') s, current_setting('application_name') a",
      );
      return rows[0];
    });
    expect(shown).toEqual({ s: '"$user", public', a: "stackschema" });
    const { password: _, ...without } = plain.target;
    vi.stubEnv("PGPASSWORD", plain.target.password);
    expect((await failure(without)).message).toMatch(/none was given/);
  });

  test("has the session options of its target and the name given", async () => {
    const client = await connect(
      { ...plain.target, options: "-c search_path=mine" },
      { applicationName: "a test" },
    );
    const { rows } = await client.query(
      "SELECT current_setting('search_path') s, current_setting('application_name') a",
    );
    await client.end();
    expect(rows[0]).toEqual({ s: "mine", a: "a test" });
  });

  test("lost while idle fails the next query and not the process", async () => {
    const client = await connect(plain.target);
    const ended = new Promise((resolve) => client.once("end", resolve));
    const { rows } = await client.query("SELECT pg_backend_pid() AS pid");
    await using(plain.target, (other) => other.query("SELECT pg_terminate_backend($1)", [rows[0].pid]));
    await ended;
    await expect(client.query("SELECT 1")).rejects.toThrow();
  });

  test("keeps a long password of many scripts", async () => {
    const odd = `${"ä€🔑'\"\\ %@:/?#".repeat(20)}!`;
    await using(plain.target, (client) =>
      client.query(`CREATE ROLE odd LOGIN PASSWORD E'${odd.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`),
    );
    await using({ ...plain.target, user: "odd", password: odd }, (client) => client.query("SELECT 1"));
  });
});

describe("waiting until a server is ready", () => {
  test("outlasts a start and tells what it waits for", async () => {
    const { port } = plain.target;
    const fake = await fakeServer((socket, count) => {
      if (count <= 3)
        socket.once("data", () => socket.end(refusal("57P03", "the database system is starting up")));
      else forward(socket, port);
    });
    const told: string[] = [];
    try {
      await waitUntilReady({ ...plain.target, port: fake.port }, { onProgress: (text) => told.push(text) });
    } finally {
      await fake.close();
    }
    expect(fake.connections).toBe(4);
    expect(told).toHaveLength(3);
    expect(told[0]).toMatch(/starting up/);
  });

  test("ends with the last reason", async () => {
    const port = await freePort(`waiting ${process.pid}`);
    await expect(waitUntilReady({ ...plain.target, port }, { timeout: 300 })).rejects.toMatchObject({
      code: "connection-refused",
      message: expect.stringMatching(/Waited/),
    });
  });

  test("does not wait for what waiting does not mend", async () => {
    const told: string[] = [];
    const waiting = waitUntilReady({ ...plain.target, password }, { onProgress: (text) => told.push(text) });
    await expect(waiting).rejects.toMatchObject({ code: "connection-authentication" });
    expect(told).toEqual([]);
  });

  test("knows which failures may pass", () => {
    expect(isTransient(new SchemaError("connection-starting-up", ""))).toBe(true);
    expect(isTransient(new SchemaError("connection-authentication", ""))).toBe(false);
    expect(isTransient(message("Z"))).toBe(false);
  });
});
