// What the rest of the engine may use of this folder.
export { cacheKey, SourceCache } from "./cache";
export { decodeFile } from "./decode";
export {
  type CatalogReader,
  type DesiredRequest,
  type DesiredSource,
  type Ground,
  loadDesired,
  type MadeBySource,
  type Surroundings,
} from "./desired";
export type { Rename, RenameKind } from "./directives";
export { seedFolder } from "./files";
export { loadSource } from "./load-source";
export { type Place, sourcePlaces } from "./places";
export type { SourceFinding } from "./problem";
export { type ScratchProvider, type ScratchRequest, scratchProvider } from "./scratch";
export type { ScratchDatabase } from "./scratch-database";
export { type Statement, splitFile } from "./split";
