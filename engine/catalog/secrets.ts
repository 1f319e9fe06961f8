// Which options of foreign objects may hold a secret. Such a one is never read, compared, set or shown (decision 21). Pure.

/** Names of options; one pattern for Postgres and for us. */
export const secretNames = "passw|passphrase|pwd|passfile|secret|token|credential|private|auth|.key|sslkey";

/** Values that hold a password whatever their option is called: connection strings and URLs. */
export const secretValues = "passw|pwd *=|://[^/]*:[^/]*@";

/** The only options of a user mapping that are read: it is made to hold a login. */
export const openMappingOptions: readonly string[] = ["user", "username", "password_required"];

export function maySecret(name: string, value: string): boolean {
  return new RegExp(secretNames, "i").test(name) || new RegExp(secretValues, "i").test(value);
}
