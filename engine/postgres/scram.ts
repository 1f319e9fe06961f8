// A password as Postgres stores it: a SCRAM-SHA-256 verifier (RFC 5802, RFC 7677). A role that is given one logs in with the
// password, and neither the server nor its log ever sees that (Postgres manual, CREATE ROLE, PASSWORD).
import { createHash, createHmac, pbkdf2Sync, randomBytes, randomInt } from "node:crypto";

/** Postgres's own number (`SCRAM_SHA_256_DEFAULT_ITERATIONS`). */
const iterations = 4096;
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * @param password printable ASCII without spaces: SASLprep (RFC 4013) leaves that as it is
 * @param salt @default 16 random bytes
 * @returns `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`, the last three in base64
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  if (!/^[\x21-\x7e]+$/.test(password))
    throw new Error("a password of a login role must be printable ASCII without spaces");
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const keyed = (text: string): Buffer => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(keyed("Client Key")).digest("base64");
  const serverKey = keyed("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}

/** A new password of 190 bits: letters and digits, which no URL, shell or SASLprep changes. */
export function newPassword(): string {
  return Array.from({ length: 32 }, () => letters[randomInt(letters.length)]).join("");
}
