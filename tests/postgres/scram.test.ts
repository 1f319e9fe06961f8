// Verifiers computed by us are those that Postgres computes, and a login with one works whatever the server's setting.
import { expect, it, test } from "vitest";
import { connect, newPassword, scramVerifier } from "../../engine/postgres";
import { rows } from "../apply/support";
import { sharedServer } from "../support/postgres";

// RFC 7677, section 3: user "user", password "pencil", this salt, 4096 iterations.
test("a verifier holds the keys of RFC 7677's example", () => {
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  expect(scramVerifier("pencil", salt)).toBe(
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
  );
});

test("a password that SASLprep might change is refused, and not repeated", () => {
  for (const password of ["", "with space", "pässword", "a\u00a0b", "tab\t"])
    expect(() => scramVerifier(password)).toThrow(/^a password of a login role must be printable ASCII/);
});

test("a new password is long, another each time, and the same in a URL", () => {
  const made = new Set(Array.from({ length: 200 }, newPassword));
  expect(made.size).toBe(200);
  for (const password of made) {
    expect(password).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(encodeURIComponent(password)).toBe(password);
  }
});

it.each(["md5", "scram-sha-256"])("logs in where password_encryption is %s", async (setting) => {
  const { target } = await sharedServer();
  const password = newPassword();
  const role = `scram_${setting.replaceAll("-", "_")}`;
  const verifier = scramVerifier(password);
  await rows(
    target,
    `SET password_encryption = '${setting}'; CREATE ROLE ${role} LOGIN PASSWORD '${verifier}'`,
  );
  const stored = await rows(target, `SELECT rolpassword AS stored FROM pg_authid WHERE rolname = '${role}'`);
  expect(stored).toEqual([{ stored: verifier }]);
  await (await connect({ ...target, user: role, password })).end();
  await expect(connect({ ...target, user: role, password: `${password}x` })).rejects.toMatchObject({
    code: "connection-authentication",
  });
});
