// What the rest of the project may use of `engine/postgres/`: connections, their errors, embedded servers.
export { type ConnectOptions, connect, type WaitOptions, waitUntilReady } from "./connect";
export { ensureDatabase } from "./database";
export type { ServerSettings } from "./embedded/cluster";
export { createOwnedDatabase, type OwnedDatabaseOptions } from "./embedded/owner";
export { availableMajors } from "./embedded/package";
export { type ScratchOptions, type ScratchServer, startScratch } from "./embedded/scratch";
export {
  describeServer,
  type EmbeddedServer,
  type InitialiseOptions,
  initialiseServer,
  isServerRunning,
  removeServer,
  type StartServerOptions,
  startServer,
  stopServer,
} from "./embedded/server";
export { addressOf, type ConnectionCode, connectionError, isTransient } from "./errors";
export { isSameDatabase, refuseTransactionPooler, type ServerIdentity, serverIdentity } from "./identity";
export { formatTarget, maskTarget, type ParseTargetOptions, parseTarget } from "./parse-target";
export { newPassword, scramVerifier } from "./scram";
export type { Target, TlsSettings } from "./target";
export { ServerNotReady, type ServerStage, type WaitForServerOptions, waitForServer } from "./wait";
export { type ParseWayOptions, parseWay, type Way } from "./ways/way";
