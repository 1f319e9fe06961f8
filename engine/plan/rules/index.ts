// Every kind has its rule: a missing one does not compile.
import type { Kind } from "../../catalog/model";
import type { Rule } from "../draft";
import { commentRule, ownerRule } from "./attached";
import { attachmentRule } from "./attachment";
import { columnRule } from "./column";
import { constraintRule } from "./constraint";
import { defaultRule } from "./default";
import { defaultPrivilegeRule } from "./default-privilege";
import {
  aggregateRule,
  castRule,
  collationRule,
  conversionRule,
  languageRule,
  rangeRule,
  statisticsRule,
  transformRule,
} from "./defined";
import { eventTriggerRule } from "./event-trigger";
import { mappingRule, serverRule, wrapperRule } from "./foreign";
import { indexRule } from "./index-rule";
import { materializedViewRule } from "./materialized-view";
import { operatorClassRule, operatorFamilyRule, operatorRule } from "./operator";
import { privilegeRule } from "./privilege";
import { publicationRule, publishedSchemaRule, publishedTableRule } from "./publication";
import { functionRule, procedureRule } from "./routine";
import { rewriteRule } from "./rule-rule";
import { extensionRule, schemaRule } from "./schema";
import { sequenceRule } from "./sequence";
import { tableRule } from "./table";
import { configurationRule, dictionaryRule, parserRule, templateRule } from "./text-search";
import { policyRule, triggerRule } from "./trigger";
import { compositeRule, domainRule, enumRule } from "./type";
import { viewRule } from "./view";

export const rules: { readonly [K in Kind]: Rule<K> } = {
  schema: schemaRule,
  extension: extensionRule,
  language: languageRule,
  "foreign data wrapper": wrapperRule,
  server: serverRule,
  "user mapping": mappingRule,
  enum: enumRule,
  domain: domainRule,
  composite: compositeRule,
  range: rangeRule,
  collation: collationRule,
  sequence: sequenceRule,
  function: functionRule,
  procedure: procedureRule,
  aggregate: aggregateRule,
  operator: operatorRule,
  "operator family": operatorFamilyRule,
  "operator class": operatorClassRule,
  conversion: conversionRule,
  "text search parser": parserRule,
  "text search template": templateRule,
  cast: castRule,
  transform: transformRule,
  "text search dictionary": dictionaryRule,
  "text search configuration": configurationRule,
  table: tableRule,
  column: columnRule,
  default: defaultRule,
  constraint: constraintRule,
  index: indexRule,
  attachment: attachmentRule,
  statistics: statisticsRule,
  view: viewRule,
  "materialized view": materializedViewRule,
  rule: rewriteRule,
  trigger: triggerRule,
  policy: policyRule,
  publication: publicationRule,
  "published table": publishedTableRule,
  "published schema": publishedSchemaRule,
  "event trigger": eventTriggerRule,
  privilege: privilegeRule,
  comment: commentRule,
  owner: ownerRule,
  "default privilege": defaultPrivilegeRule,
};
