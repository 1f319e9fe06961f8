// Where a database is and how it is reached. Plain data; secrets live only here and are never printed.
import type { Way } from "./ways/way";

export interface TlsSettings {
  /** libpq's `sslmode` (Postgres manual 34.19.1), with its meanings, not those of `pg`. */
  readonly mode: "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";
  /** PEM text of the certificate authority. */
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

export interface Target {
  /** DNS name, address, or absolute directory of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly tls: TlsSettings;
  /** Milliseconds. @default 10000 */
  readonly connectTimeout?: number;
  /** libpq's `options`: command-line settings of the session, `-c name=value`. */
  readonly options?: string;
  /** In place of a password: a token for whomever the machine is signed in as (`az login`, a managed identity). */
  readonly token?: "entra";
  /** How it is reached where not directly. */
  readonly via?: Way;
}
