// What a stack is made of.
export { fileCommand, removeCommand, secretCommand, setCommand } from "./config-command";
export { GroupRoles, type GroupRolesArguments } from "./credentials/resource";
export { projectRoot } from "./project";
export { DatabaseSchema, type DatabaseSchemaArguments } from "./schema/resource";
export {
  AzureServer,
  type AzureServerArgs,
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
export { urlOf } from "./url";
