// What a stack is made of.

export { type Choice as GateChoice, choices as gateChoices } from "../gates/framework/model";
export { gateIds } from "../gates/ids";
export { BackupBeforeDestruction } from "./backups/resource";
export { type BackupSetting, backupWayOf } from "./backups/way-of";
export { fileCommand, removeCommand, secretCommand, setCommand } from "./config-command";
export { Credentials, type CredentialsArguments } from "./credentials/credentials";
export { FileStore, type FileStoreArguments } from "./credentials/file-store";
export { GroupRoles, type GroupRolesArguments } from "./credentials/group-roles";
export { KeyVaultStore, type KeyVaultStoreArguments } from "./credentials/key-vault";
export { makeSecretStore, type StoreChoice } from "./credentials/make";
export { SecretManagerStore, type SecretManagerStoreArguments } from "./credentials/secret-manager";
export { projectRoot } from "./project";
export { DatabaseSchema, type DatabaseSchemaArguments, SchemaContract, SchemaPlan } from "./schema/resource";
export { Seeds, type SeedsArguments } from "./seeds/resource";
export {
  AzureServer,
  type AzureServerArgs,
  azureDiskSizes,
  ExistingServer,
  type ExistingServerArgs,
  fits,
  GcpServer,
  type GcpServerArgs,
  LocalServer,
  type LocalServerArgs,
  makeServer,
  noBurstableStandby,
  type OwnFlag,
  type OwnParameter,
  type Server,
  type ServerChoice,
  tierOf,
  weekdays,
} from "./servers";
export { type EnvironmentAddress, readEnvironment, urlRule, variablesOf } from "./servers/environment";
export { type Service, type ServiceArguments, serviceDefaults } from "./services/contract";
export { planService, type ServicePlace } from "./services/make";
export { GeneratedTypes, type GeneratedTypesArguments } from "./types/resource";
export { urlOf } from "./url";
