// What is tried in a scratch database with rows in it: seeds, isolation, projections. The door to this folder.
export type { RehearsalRequest } from "./open";
export { readSeeds, seedDigest } from "./seeds";
export { type RehearsedSeeds, rehearseSeeds, type SeedRequest, seedDatabase } from "./twice";
