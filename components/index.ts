// What a stack is made of.
export { fileCommand, removeCommand, secretCommand, setCommand } from "./config-command";
export { GroupRoles, type GroupRolesArguments } from "./credentials/resource";
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
