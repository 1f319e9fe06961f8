// The engine's public face: everything that Pulumi components and the CLI may use of it.
export * from "./api";
export { compareApproved } from "./apply/approved";
export { copyDatabase } from "./apply/copy";
export {
  endLogins,
  type InUse,
  type LoginMark,
  type LoginRequest,
  type LoginRole,
  makeLogin,
  markInUse,
  readLogins,
  refuseStranger,
} from "./apply/logins";
export { ensureGroupRoles, missingGroupRoles } from "./apply/roles";
export type { Catalog } from "./catalog/model";
export { type Check, type CheckContext, type CiPart, type CiReport, type CiRequest, tryChange } from "./ci";
export { ciMarkdown, ciMarker, ciText } from "./ci-text";
export { diffCatalogs } from "./diff";
export { applySchema, inspectDatabase, planSchema } from "./engine";
export { type Inspected, inspected } from "./inspect";
export { shellQuote } from "./judge/consents";
export { planChanges } from "./plan";
export { creationSteps, describeObjects } from "./plan/describe";
export { isAside } from "./plan/findings";
export type { ConsentRequest, Finding, OnlineMode, Plan, Step } from "./plan/model";
export * from "./postgres";
export * from "./rehearsal";
export { type PlanJson, planJson } from "./show/json";
export { planSql } from "./show/sql";
export { planText } from "./show/text";
export type { Shown } from "./show/words";
