// The login at work: what its contract promises, asked of Postgres.
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { applied, runAs } from "./support";

const ada = "a0000000-0000-4000-8000-000000000001";
const eve = "e0000000-0000-4000-8000-000000000001";
const hash = (character: string): string => `decode(repeat('${character}', 64), 'hex')`;

let client: Client;
const as = (role: string, sql: string) => runAs(client, role, {}, sql);

beforeAll(async () => {
  const { superuser } = await applied("login", 17);
  client = new Client({ ...superuser, ssl: false });
  await client.connect();
  await as(
    "login_rw",
    `INSERT INTO login.users (id, email, display_name, status, email_verified_at)
       VALUES ('${ada}', 'ada@example.org', 'Ada', 'active', now());
     INSERT INTO login.users (id, email, display_name) VALUES ('${eve}', 'eve@example.org', 'Eve');
     INSERT INTO login.credentials (user_id, kind, secret) VALUES ('${ada}', 'password', 'scrypt$…');
     INSERT INTO login.sessions (user_id, token_hash, created_at, expires_at, revoked_at)
       VALUES ('${ada}', ${hash("1")}, now(), now() + interval '1 day', NULL),
              ('${ada}', ${hash("2")}, now() - interval '2 days', now() - interval '1 day', NULL),
              ('${ada}', ${hash("3")}, now(), now() + interval '1 day', now()),
              ('${eve}', ${hash("4")}, now(), now() + interval '1 day', NULL);
     INSERT INTO login.attempts (user_id, email, address, outcome) VALUES ('${ada}', 'ada@example.org', '203.0.113.7', 'succeeded')`,
  );
}, 180_000);

afterAll(() => client.end());

it("LOGIN-PEOPLE-1: knows an address whatever its case", async () => {
  const again = "INSERT INTO login.users (email, display_name) VALUES ('Ada@Example.org', 'x')";
  await expect(as("login_rw", again)).rejects.toMatchObject({ code: "23505", constraint: "users_email_key" });
});

it("LOGIN-PEOPLE-2: lets no application delete a person", async () => {
  for (const role of ["login_rw", "login_ro"])
    await expect(as(role, `DELETE FROM login.users WHERE id = '${eve}'`)).rejects.toMatchObject({
      code: "42501",
    });
});

it("LOGIN-PEOPLE-3: makes nobody active whose address was not verified", async () => {
  const activate = `UPDATE login.users SET status = 'active' WHERE id = '${eve}'`;
  await expect(as("login_rw", activate)).rejects.toMatchObject({ constraint: "users_active_check" });
});

it("LOGIN-SECRETS-1: takes hashes of 32 bytes for tokens and nothing else", async () => {
  for (const table of ["sessions", "password_resets"]) {
    const insert = `INSERT INTO login.${table} (user_id, token_hash) VALUES ('${ada}', 'the token itself')`;
    await expect(as("login_rw", insert)).rejects.toMatchObject({ constraint: `${table}_token_hash_check` });
  }
});

it("LOGIN-SECRETS-2: shows no secret to those who only read", async () => {
  for (const table of ["credentials", "sessions", "password_resets", "identities"])
    await expect(as("login_ro", `SELECT FROM login.${table}`)).rejects.toMatchObject({ code: "42501" });
  const [session = {}] = await as("login_ro", "SELECT * FROM login.active_sessions");
  expect(Object.keys(session)).toEqual(["id", "user_id", "email", "address", "created_at", "expires_at"]);
});

it("LOGIN-SESSIONS-1: lets in by a session that is neither expired nor revoked, of a person who is active", async () => {
  expect(await as("login_rw", "SELECT email FROM login.active_sessions")).toEqual([
    { email: "ada@example.org" },
  ]);
});

it("LOGIN-HISTORY-1: keeps attempts as they are, from their owner too", async () => {
  for (const change of [
    "UPDATE login.attempts SET outcome = 'locked'",
    "DELETE FROM login.attempts",
    "TRUNCATE login.attempts",
  ]) {
    await expect(as("login_rw", change)).rejects.toMatchObject({ code: "42501" });
    await expect(as("login_admin", change)).rejects.toMatchObject({
      code: "23001",
      message: expect.stringContaining("append-only"),
    });
  }
  await expect(as("login_admin", `DELETE FROM login.users WHERE id = '${ada}'`)).rejects.toMatchObject({
    code: "23503",
    constraint: "attempts_user_id_fkey",
  });
});
