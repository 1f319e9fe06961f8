// The servers a stack may choose from, all of one contract.
export { AzureServer } from "./azure";
export {
  type AzureServerArgs,
  azureDiskSizes,
  noBurstableStandby,
  type OwnParameter,
  tierOf,
} from "./azure-args";
export type { Server } from "./contract";
export { ExistingServer, type ExistingServerArgs } from "./existing";
export { GcpServer } from "./gcp";
export { fits, type GcpServerArgs, type OwnFlag } from "./gcp-args";
export { LocalServer, type LocalServerArgs } from "./local";
export { weekdays } from "./maintenance";
export { makeServer, type ServerChoice } from "./make";
