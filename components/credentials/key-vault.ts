// Secrets in an Azure Key Vault. A value that changes becomes another version; Key Vault keeps those before, for the
// revisions of an application that still name them.
import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment";
import { Secret } from "@pulumi/azure-native/keyvault/secret";
import { Vault } from "@pulumi/azure-native/keyvault/vault";
import * as pulumi from "@pulumi/pulumi";
import type { SecretContent, SecretReaders, SecretStore, StoredSecret } from "./contract";

export interface KeyVaultStoreArguments {
  /** Resource group of the vault. */
  readonly resourceGroup: pulumi.Input<string>;
  /**
   * Name of the vault, unique in all of Azure: 3 to 24 letters, digits and dashes.
   * @example "acme-sandbox"
   */
  readonly vault: string;
  /**
   * Entra tenant of a vault that is to be made.
   * @default the vault is there already
   */
  readonly tenantId?: pulumi.Input<string> | undefined;
  /** Azure region of a vault that is to be made. @default that of its resource group */
  readonly location?: pulumi.Input<string> | undefined;
  /** Of the vault and its secrets. @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Built-in role "Key Vault Secrets User": reads the values of secrets, and nothing else. */
const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";

/** @example new KeyVaultStore("secrets", { resourceGroup: "acme", vault: "acme-sandbox", tenantId: "…" }) */
export class KeyVaultStore extends pulumi.ComponentResource implements SecretStore {
  readonly #place: {
    readonly resourceGroupName: pulumi.Input<string>;
    readonly vaultName: string;
  };
  /** Where it is made here. */
  readonly #vault: Vault | undefined;
  readonly #tags: { readonly tags?: Record<string, string> };

  constructor(name: string, arguments_: KeyVaultStoreArguments, options?: pulumi.ComponentResourceOptions) {
    super("stackschema:credentials:KeyVaultStore", name, {}, options);
    const { resourceGroup: resourceGroupName, vault: vaultName, tags } = arguments_;
    this.#tags = tags === undefined ? {} : { tags: { ...tags } };
    this.#vault =
      arguments_.tenantId === undefined ? undefined : this.#make(name, arguments_, arguments_.tenantId);
    // The name as it was said: that of a vault that is being changed is unknown in a preview, and another vault's secret another one.
    this.#place = { resourceGroupName, vaultName };
    this.registerOutputs({ vault: vaultName });
  }

  /** Rights come from roles alone, and what was deleted can be had back for 90 days. */
  #make(name: string, arguments_: KeyVaultStoreArguments, tenantId: pulumi.Input<string>): Vault {
    const { resourceGroup: resourceGroupName, vault: vaultName, location } = arguments_;
    return new Vault(
      name,
      {
        resourceGroupName,
        vaultName,
        ...(location === undefined ? {} : { location }),
        properties: {
          tenantId,
          sku: { family: "A", name: "standard" },
          enableRbacAuthorization: true,
          enableSoftDelete: true,
          softDeleteRetentionInDays: 90,
          enablePurgeProtection: true,
        },
        ...this.#tags,
      },
      { parent: this },
    );
  }

  /** @param readers object ids of service principals and managed identities */
  keep(
    name: string,
    content: SecretContent,
    readers: SecretReaders,
    options: pulumi.CustomResourceOptions,
  ): StoredSecret {
    const written = new Secret(
      name,
      {
        ...this.#place,
        secretName: name,
        properties: { value: content.value, contentType: "text/plain" },
        ...this.#tags,
      },
      this.#vault === undefined ? options : pulumi.mergeOptions(options, { dependsOn: this.#vault }),
    );
    const access = Object.entries(readers).map(
      ([reader, principalId]) =>
        new RoleAssignment(
          `${name}-${reader}`,
          {
            scope: written.id,
            roleDefinitionId: written.id.apply(secretsUserOf),
            principalId,
            principalType: "ServicePrincipal",
          },
          { ...options, deletedWith: written },
        ),
    );
    const reference = written.properties.apply(({ secretUri }) => orUnknown(secretUri));
    const version = written.properties.apply(({ secretUriWithVersion }) => lastPart(secretUriWithVersion));
    return { reference, version, access, written };
  }
}

/** Of the subscription that a resource id names. */
function secretsUserOf(id: string): string {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(id)?.[0] ?? "";
  return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${secretsUser}`;
}

/** In a preview a secret that gets another value has its inputs as outputs, where the provider says no more. */
const orUnknown = (uri: string | undefined): string => uri ?? (pulumi.unknown as unknown as string);

function lastPart(uri: string | undefined): string {
  return uri === undefined ? orUnknown(uri) : uri.slice(uri.lastIndexOf("/") + 1);
}
