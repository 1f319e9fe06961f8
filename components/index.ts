// What a stack is made of.
export { fileCommand, removeCommand, secretCommand, setCommand } from "./config-command";
export { Credentials, type CredentialsArguments } from "./credentials/credentials";
export { FileStore, type FileStoreArguments } from "./credentials/file-store";
export { GroupRoles, type GroupRolesArguments } from "./credentials/group-roles";
export { KeyVaultStore, type KeyVaultStoreArguments } from "./credentials/key-vault";
export { makeSecretStore, type StoreChoice } from "./credentials/make";
export { SecretManagerStore, type SecretManagerStoreArguments } from "./credentials/secret-manager";
export { projectRoot } from "./project";
export { DatabaseSchema, type DatabaseSchemaArguments } from "./schema/resource";
export {
  ExistingServer,
  type ExistingServerArgs,
  LocalServer,
  type LocalServerArgs,
  type Server,
} from "./servers";
export { type EnvironmentAddress, readEnvironment, variablesOf } from "./servers/environment";
export { urlOf } from "./url";
