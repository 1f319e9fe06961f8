// What every deployed service takes and gives, in whichever cloud it runs. A service comes after the schema it uses: where
// the schema fails, nothing of the service is touched, and the revision that runs goes on.
import type * as pulumi from "@pulumi/pulumi";
import type { StoredSecret } from "../credentials/contract";

/** Who a service is in its cloud. Made before the service, so that it may read its secret when the first revision starts. */
export interface ServiceIdentity extends pulumi.ComponentResource {
  /** As a secret store names those who may read: a member of IAM policies, or the object id of a managed identity. */
  readonly reader: pulumi.Output<string>;
}

export interface ServiceArguments {
  /**
   * Image that runs, by digest or tag.
   * @example "europe-docker.pkg.dev/acme-prod/apps/ledger@sha256:9f2c…"
   */
  readonly image: pulumi.Input<string>;
  /** The connection URL, which the service finds in DATABASE_URL. It names a version, so that another one is a new revision. */
  readonly databaseUrl: Pick<StoredSecret, "reference" | "version" | "access">;
  /**
   * Port that the service listens on.
   * @default 8080
   */
  readonly port?: number | undefined;
  /** Further environment variables; no secrets. @default none @example { LOG_LEVEL: "info" } */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Instances that run even with nothing to do.
   * @default 0
   */
  readonly minInstances?: number | undefined;
  /**
   * Each takes connections of the database: all of them together must stay below its limit.
   * @default 4
   */
  readonly maxInstances?: number | undefined;
  /**
   * Processors of an instance.
   * @default 1
   */
  readonly cpu?: number | undefined;
  /**
   * Memory of an instance, in GiB.
   * @default 1 of Cloud Run, 2 of Container Apps, which couple it to cpu
   */
  readonly memoryGib?: number | undefined;
  /** Who may call it: from its own network alone, or from everywhere. @default "internal" */
  readonly ingress?: "internal" | "all" | undefined;
}

export interface Service extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;
  /** Name of the revision that was deployed last. */
  readonly revision: pulumi.Output<string>;
  /** The service itself, once that revision is ready: for `dependsOn` of what the one before does not tolerate. */
  readonly ready: pulumi.Output<pulumi.Resource>;
}

/** Values of the optional arguments. */
export const serviceDefaults = {
  port: 8080,
  minInstances: 0,
  maxInstances: 4,
  cpu: 1,
  ingress: "internal",
} as const;
