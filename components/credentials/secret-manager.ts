// Secrets in Google Secret Manager. A value that changes becomes another version; versions that were replaced stay, for the
// revisions of a service that still name them: what they hold is worth nothing once its login was ended or has another
// password.
import { Secret } from "@pulumi/gcp/secretmanager/secret";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion";
import type * as pulumi from "@pulumi/pulumi";
import type { SecretContent, SecretReaders, SecretStore, StoredSecret } from "./contract";

export interface SecretManagerStoreArguments {
  /** @default that of the provider (gcp:project) */
  readonly project?: pulumi.Input<string> | undefined;
  /**
   * Regions that hold the secrets, where the law or a policy says which.
   * @default Google chooses
   * @example ["europe-west4"]
   */
  readonly regions?: readonly string[] | undefined;
  /** Labels of each secret. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** @example new SecretManagerStore({ project: "acme-prod" }) */
export class SecretManagerStore implements SecretStore {
  readonly #arguments: SecretManagerStoreArguments;

  constructor(arguments_: SecretManagerStoreArguments = {}) {
    this.#arguments = arguments_;
  }

  /** @param readers members of IAM policies: `serviceAccount:run@acme.iam.gserviceaccount.com` */
  keep(
    name: string,
    content: SecretContent,
    readers: SecretReaders,
    options: pulumi.CustomResourceOptions,
  ): StoredSecret {
    const { project, regions, labels } = this.#arguments;
    const place = project === undefined ? {} : { project };
    const secret = new Secret(
      name,
      {
        secretId: name,
        replication: replicationTo(regions),
        ...place,
        ...(labels && { labels: { ...labels } }),
      },
      options,
    );
    const written = new SecretVersion(
      name,
      { secret: secret.id, secretData: content.value, deletionPolicy: "ABANDON" },
      { ...options, deletedWith: secret },
    );
    const access = Object.entries(readers).map(
      ([reader, member]) =>
        new SecretIamMember(
          `${name}-${reader}`,
          { secretId: secret.secretId, ...place, role: "roles/secretmanager.secretAccessor", member },
          { ...options, deletedWith: secret },
        ),
    );
    return { reference: secret.name, version: written.version, access, written };
  }
}

function replicationTo(regions: readonly string[] | undefined) {
  if (regions === undefined) return { auto: {} };
  return { userManaged: { replicas: regions.map((location) => ({ location })) } };
}
