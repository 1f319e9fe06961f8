// What every server gives, wherever it comes from. Whoever uses a server knows this contract and no kind of server.
// The password is always a secret output.
import type * as pulumi from "@pulumi/pulumi";

/** How a connection is encrypted, with libpq's meanings. */
export interface ServerTls {
  readonly mode: "disable" | "allow" | "prefer" | "require" | "verify-ca" | "verify-full";
  /** PEM text of the certificate authority. */
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

export interface Server extends pulumi.ComponentResource {
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  /** The database that holds the applications' schemas. */
  readonly database: pulumi.Output<string>;
  /** Who may make roles and schemas there; a superuser on no server but the local one. */
  readonly adminUser: pulumi.Output<string>;
  /** Secret. */
  readonly password: pulumi.Output<string>;
  /**
   * Environment variable that may give the password, or a URL with it. Where it is set in a run, it comes before
   * `password`, and is stored nowhere.
   */
  readonly passwordVariable?: string | undefined;
  /** In place of the password: a token for whomever the machine is signed in as. */
  readonly token?: "entra" | undefined;
  /** The way to it where this machine does not reach it directly, as `parseWay` of the engine reads it. */
  readonly via?: pulumi.Output<string> | undefined;
  readonly tls: pulumi.Output<ServerTls>;
  /** PEM text of who signs its certificate, where clients must be given it: undefined where machines know the authority. */
  readonly authority?: pulumi.Output<string> | undefined;
  /** Of the cloud's resource: unknown in the preview of a run that makes or replaces it. undefined where none is made. */
  readonly resourceId?: pulumi.Output<string> | undefined;
  readonly major: pulumi.Output<number>;
  /** Known, and true, once the server takes connections as far as its maker can tell. */
  readonly ready: pulumi.Output<boolean>;
  /** The resource whose deletion takes the databases along; undefined where data outlives the stack. */
  readonly deletedWith: pulumi.Resource | undefined;
}

/** Names of the outputs, in the order they are shown. */
export const serverOutputs = [
  "host",
  "port",
  "database",
  "adminUser",
  "password",
  "tls",
  "major",
  "ready",
] as const satisfies readonly (keyof Server)[];
