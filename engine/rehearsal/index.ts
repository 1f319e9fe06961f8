// What is tried in a scratch database with rows in it: seeds, isolation, projections. The door to this folder.
export {
  type IsolationOptions,
  type IsolationReport,
  type IsolationRequest,
  proveIsolation,
} from "./isolation";
export { isolationMarkdown, isolationText } from "./isolation/text";
export { type RehearsalRequest, rehearse } from "./open";
export { type Projection, projectionsIn, type Rebuilt, rebuildIn, rebuildProblem } from "./rebuild";
export { readSeeds, seedDigest } from "./seeds";
export { type RehearsedSeeds, rehearseSeeds, type SeedRequest, seedDatabase } from "./twice";
