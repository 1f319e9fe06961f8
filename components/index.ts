// What a stack is made of.
export { fileCommand, removeCommand, secretCommand, setCommand } from "./config-command";
export { Credentials, type CredentialsArguments } from "./credentials/credentials";
export { FileStore, type FileStoreArguments } from "./credentials/file-store";
export { GroupRoles, type GroupRolesArguments } from "./credentials/group-roles";
export { KeyVaultStore, type KeyVaultStoreArguments } from "./credentials/key-vault";
export { SecretManagerStore, type SecretManagerStoreArguments } from "./credentials/secret-manager";
export {
  type StoreKind,
  type StoreSettings,
  secretStoreOf,
  settleStore,
  storeExamples,
  storeShape,
} from "./credentials/store-settings";
export { projectRoot } from "./project";
export { DatabaseSchema, type DatabaseSchemaArguments } from "./schema/resource";
export {
  ExistingServer,
  type ExistingServerArgs,
  LocalServer,
  type LocalServerArgs,
  type Server,
} from "./servers";
export { urlOf } from "./url";
