// The engine's public face: everything that Pulumi components and the CLI may use of it.
export type { Adoption } from "./adopt/model";
export { safeName } from "./adopt/names";
export { adoptionText } from "./adopt/text";
export { type AdoptRequest, adoptDatabase } from "./adoption";
export * from "./api";
export { compareApproved } from "./apply/approved";
export { copyDatabase } from "./apply/copy";
export {
  endLogins,
  type InUse,
  isLoginValid,
  type LoginMark,
  type LoginRequest,
  type LoginRole,
  loginIdentity,
  makeLogin,
  markInUse,
  readLogins,
  refuseStranger,
} from "./apply/logins";
export { ensureGroupRoles, ensureOwners, missingGroupRoles, missingOwners } from "./apply/roles";
export { count } from "./catalog/count";
export {
  type AnyObject,
  type Catalog,
  type CatalogObject,
  currentRole,
  type Kind,
  type ObjectId,
  ownerGrantee,
} from "./catalog/model";
export { attachedId, objectId, quoteName, quotePath, quoteText } from "./catalog/names";
export { spell } from "./catalog/spelling";
export { type Check, type CheckContext, type CiPart, type CiReport, type CiRequest, tryChange } from "./ci";
export { ciMarkdown, ciMarker, ciText } from "./ci-text";
export { diffCatalogs } from "./diff";
export { applySchema, inspectDatabase, loadSchema, planBack, planSchema } from "./engine";
export { type Inspected, inspected } from "./inspect";
export { shellQuote } from "./judge/consents";
export { planChanges } from "./plan";
export { creationSteps, describeObjects } from "./plan/describe";
export { isAside } from "./plan/findings";
export type { ConsentRequest, Finding, OnlineMode, Plan, Step } from "./plan/model";
export * from "./postgres";
export * from "./rehearsal";
export { catalogDiagram, planDiagram } from "./show/diagram/build";
export { diagramMermaid } from "./show/diagram/mermaid";
export type {
  Diagram,
  DiagramBox,
  DiagramLine,
  DiagramNote,
  DiagramRow,
  Mark,
} from "./show/diagram/model";
export { type PlanJson, planJson } from "./show/json";
export { planSql } from "./show/sql";
export { planText } from "./show/text";
export type { Shown } from "./show/words";
export { type Place, sourcePlaces } from "./sources";
export { generateTypes, type TypesRequest, type TypesState, typesState } from "./types";
