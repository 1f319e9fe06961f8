// Types of columns, looked through: what a domain, an array or a composite type is made of. Pure.
import type { CatalogObject } from "../../engine/index";
import type { Facts } from "./facts";
import { nameOf } from "./words";

/** Under domains and arrays: `app.prices[]` → `numeric(18,2)`. */
export function baseOf(type: string, facts: Facts): string {
  if (type.endsWith("[]")) return baseOf(type.slice(0, -2), facts);
  const domain = facts.of("domain").find((one) => nameOf(one) === type);
  return domain === undefined ? type : baseOf(domain.attributes.type, facts);
}

/** The types that values consist of: the base, or those of the fields of a composite type. */
export function partsOf(type: string, facts: Facts): readonly string[] {
  const base = baseOf(type, facts);
  const composite = facts.of("composite").find((one) => nameOf(one) === base);
  return composite?.attributes.fields.flatMap((field) => partsOf(field.type, facts)) ?? [base];
}

/** What the CHECKs say of a domain, or of the elements of an array, and of the domains it is made of. */
export function checksOfDomain(type: string, facts: Facts): readonly CatalogObject<"constraint">[] {
  const domain = facts.of("domain").find((one) => nameOf(one) === type.replace(/(\[\])+$/, ""));
  if (domain === undefined) return [];
  const own = facts.on(domain.id, "constraint").filter(({ attributes }) => attributes.type === "check");
  return [...own, ...checksOfDomain(domain.attributes.type, facts)];
}

/** Also where a domain stands before the array. */
export function isArray(type: string, facts: Facts): boolean {
  if (type.endsWith("[]")) return true;
  const domain = facts.of("domain").find((one) => nameOf(one) === type);
  return domain !== undefined && isArray(domain.attributes.type, facts);
}
