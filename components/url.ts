// The connection URL of a server's database, for people and programs outside the stack.
import * as pulumi from "@pulumi/pulumi";
import type { Server } from "./servers";

/** Where a server is, for people: `postgres://user:***@host:5432/database`. */
export function maskedUrlOf({ host, port, database, adminUser }: Server): pulumi.Output<string> {
  return pulumi
    .all([host, port, database, adminUser])
    .apply(([address, number, name, user]) =>
      urlText(address, number, name, `${encodeURIComponent(user)}:***`),
    );
}

/** Of the administrator; a secret. */
export function urlOf({ host, port, database, adminUser, password, tls }: Server): pulumi.Output<string> {
  const url = pulumi.all([host, port, database, adminUser, password, tls]).apply((parts) => {
    const [address, number, name, user, secret, { mode }] = parts;
    const login = secret === "" ? user : `${encodeURIComponent(user)}:${encodeURIComponent(secret)}`;
    return `${urlText(address, number, name, login)}?sslmode=${mode}`;
  });
  return pulumi.secret(url);
}

/** @param login as it stands in a URL */
function urlText(host: string, port: number, database: string, login: string): string {
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return `postgres://${login}@${authority}/${encodeURIComponent(database)}`;
}
