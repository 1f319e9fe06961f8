// The secret store that the settings choose.
import type { SecretReaders, SecretStore } from "./contract";
import { FileStore } from "./file-store";
import { KeyVaultStore } from "./key-vault";
import { SecretManagerStore } from "./secret-manager";

/** Its kind, what it must be told, and who may read what it keeps. */
export type StoreChoice = { readonly readers: SecretReaders } & (
  | { readonly kind: "file" }
  | {
      readonly kind: "azure";
      readonly vault: string;
      readonly resourceGroup: string;
      readonly tenantId?: string | undefined;
      readonly location?: string | undefined;
    }
  | {
      readonly kind: "gcp";
      readonly project?: string | undefined;
      readonly regions?: readonly string[] | undefined;
    }
);

export function makeSecretStore(name: string, choice: StoreChoice): SecretStore {
  switch (choice.kind) {
    case "file":
      return new FileStore();
    case "azure":
      return new KeyVaultStore(name, choice);
    case "gcp":
      return new SecretManagerStore(choice);
  }
}
