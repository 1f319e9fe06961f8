// What a secret store gives, and what the credentials of an application give to whoever consumes them. Whoever deploys an
// application knows this contract and no kind of store. The value of a secret is always a secret output.
import type * as pulumi from "@pulumi/pulumi";

/** A secret as its store keeps it. */
export interface StoredSecret {
  /**
   * What a consumer names it by, without a version.
   * @example "ledger-database-url" of Secret Manager, in full "projects/acme/secrets/ledger-database-url"
   * @example "https://acme-vault.vault.azure.net/secrets/ledger-database-url" of Key Vault
   * @example ".stackschema/credentials/local/ledger.env" of the file store, relative to the project
   */
  readonly reference: pulumi.Output<string>;
  /**
   * The version that holds the value of now. A consumer names it, so that another value redeploys it.
   * @example "8" of Secret Manager, "1f4c…" of Key Vault, the generation of the file store
   */
  readonly version: pulumi.Output<string>;
  /** Those who may read it; a consumer depends on them, too. */
  readonly access: readonly pulumi.Resource[];
  /** The resource that writes the value: what must come after it depends on it. */
  readonly written: pulumi.Resource;
}

/** What is written into a store. */
export interface SecretContent {
  /** A secret: the connection URL. */
  readonly value: pulumi.Output<string>;
  /** The login role that the value names; not a secret. */
  readonly login: pulumi.Output<string>;
  readonly generation: pulumi.Output<number>;
}

/**
 * Identities that may read a secret, and nothing else, by a name of their own: under another name one loses its right.
 * @example { deploy: "serviceAccount:deploy@acme.iam.gserviceaccount.com" } for Secret Manager
 * @example { run: identity.principalId } for Key Vault
 */
export type SecretReaders = Readonly<Record<string, pulumi.Input<string>>>;

export interface SecretStore {
  /**
   * Keeps a value under a name; a value that changes becomes another version.
   * @param name of the secret and of its resources, @example "ledger-database-url"
   */
  keep(
    name: string,
    content: SecretContent,
    readers: SecretReaders,
    options: pulumi.CustomResourceOptions,
  ): StoredSecret;
}

/** The parts of a connection URL that are no secret: for a consumer that wants them one by one. */
export interface ConnectionParts {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly sslmode: string;
}

/** How an application reaches its database: what a stack hands to the service that it deploys. */
export interface ApplicationCredentials extends pulumi.ComponentResource {
  /** Name of the application. */
  readonly application: string;
  /** The secret that holds the connection URL of now. */
  readonly secret: StoredSecret;
  /** The login role that the secret's current version names: `ledger_a` or `ledger_b`. */
  readonly login: pulumi.Output<string>;
  /** The generation that login belongs to: that of the settings, or the one before where its rotation was interrupted. */
  readonly generation: pulumi.Output<number>;
  readonly parts: pulumi.Output<ConnectionParts>;
}
