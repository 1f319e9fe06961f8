// The servers a stack may choose from, all of one contract.
export type { Server } from "./contract";
export { ExistingServer, type ExistingServerArgs } from "./existing";
export { LocalServer, type LocalServerArgs } from "./local";
