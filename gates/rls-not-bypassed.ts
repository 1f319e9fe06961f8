// rls-not-bypassed: there is no way around row security for those who are under it.
import { type CatalogObject, type ObjectId, quoteName, spell } from "../engine/index";
import type { Facts, Table } from "./framework/facts";
import type { Breach, Gate, Subject } from "./framework/model";
import { haveSamePolicies, leaksOf } from "./framework/policies";
import { and, nameOf } from "./framework/words";

export const rlsNotBypassed: Gate = {
  level: "mandatory",
  why: "row security that holds for SELECT is worth nothing where another way leads to the same rows",
  appliesTo:
    "grants on tables under row security and on their partitions, their owners, materialized views of them, rules that reach other tables, functions that run with their owner's rights",
  check: (subject) => {
    const { facts } = subject;
    const secured = facts.of("table").filter((table) => facts.rootOf(table).attributes.rowSecurity);
    return [
      ...secured.flatMap((table) => [
        ...beyond(table, facts),
        ...asPartition(table, subject),
        ...owned(table, facts),
      ]),
      ...facts
        .of("materialized view")
        .flatMap((view) => copied(view, new Set(secured.map(({ id }) => id)), facts)),
      ...facts.of("rule").flatMap((rule) => rewritten(rule, new Set(secured.map(({ id }) => id)), facts)),
      ...facts.routines.flatMap((routine) => {
        const callers = facts.callersOf(routine);
        // What returns a trigger can be called by a trigger alone.
        const isTrigger = ["trigger", "event_trigger"].includes(routine.attributes.returns ?? "");
        if (!facts.isDefiner(routine) || isTrigger || callers.length === 0) return [];
        const message = `${routine.id} runs with its owner's rights, and ${and(callers)} may call it: it sees what its owner sees`;
        return [{ object: routine.id, message, sql: `ALTER ${spell(routine)} SECURITY INVOKER;` }];
      }),
    ];
  },
};

/** None of these is subject to row security (manual 5.9). */
const unsecured = ["TRUNCATE", "REFERENCES", "TRIGGER"];

function beyond(table: Table, facts: Facts): readonly Breach[] {
  return facts.grantsOn(table.id).flatMap(({ grantee, privileges }) => {
    const names = unsecured.filter((name) => privileges.includes(name));
    if (names.length === 0) return [];
    const role = grantee === "public" ? "PUBLIC" : quoteName(grantee);
    const message = `${table.id} lets ${role} ${and(names)}, which row security does not hold back`;
    return [
      { object: table.id, message, sql: `REVOKE ${names.join(", ")} ON ${nameOf(table)} FROM ${role};` },
    ];
  });
}

/** The policies of the table above are not asked where a partition is named itself (manual 5.9). */
function asPartition(table: Table, { facts, registry }: Subject): readonly Breach[] {
  const root = facts.rootOf(table);
  if (root === table) return [];
  const roles = [...new Set(facts.grantsOn(table.id).map(({ grantee }) => grantee))];
  if (roles.length === 0) return [];
  const list = roles.map((role) => (role === "public" ? "PUBLIC" : quoteName(role))).join(", ");
  const told = (message: string): readonly Breach[] => [
    { object: table.id, message, sql: `REVOKE ALL ON ${nameOf(table)} FROM ${list};` },
  ];
  if (!table.attributes.rowSecurity)
    return told(`${table.id} is a partition without row security of its own, and ${list} may name it`);
  const tenant = registry.find((entry) => entry.table === root)?.tenant ?? "";
  const isKept =
    haveSamePolicies(table, root, facts) ||
    (facts.column(table, tenant) !== null && leaksOf(table, tenant, facts, root).length === 0);
  if (isKept) return [];
  return told(
    `${table.id} is a partition with other policies than ${root.id}, which do not keep the tenant, and ${list} may name it`,
  );
}

/** An owner may take row security off. */
function owned(table: Table, facts: Facts): readonly Breach[] {
  const owner = facts.ownerOf(table.id);
  const [schema = ""] = table.path;
  if (owner === null || ![`${schema}_rw`, `${schema}_ro`].includes(owner)) return [];
  const message = `${table.id} belongs to ${quoteName(owner)}, which the application logs in as a member of: it may switch row security off`;
  return [{ object: table.id, message, sql: `ALTER TABLE ${nameOf(table)} OWNER TO CURRENT_USER;` }];
}

function copied(
  view: CatalogObject<"materialized view">,
  secured: ReadonlySet<ObjectId>,
  facts: Facts,
): readonly Breach[] {
  const roles = facts.grantsOn(view.id).map(({ grantee }) => grantee);
  const tables = [...reachedFrom(view.id, facts)].filter((id) => secured.has(id));
  if (roles.length === 0 || tables.length === 0) return [];
  const list = roles.map((role) => (role === "public" ? "PUBLIC" : quoteName(role))).join(", ");
  const message = `${view.id} holds rows of ${and(tables)} for all tenants, and ${list} may read it`;
  return [{ object: view.id, message, sql: `REVOKE ALL ON ${nameOf({ path: view.path })} FROM ${list};` }];
}

/** What a rule does is done with the rights of the owner of its table or view (manual 39.5). */
function rewritten(
  rule: CatalogObject<"rule">,
  secured: ReadonlySet<ObjectId>,
  facts: Facts,
): readonly Breach[] {
  const { parent } = rule;
  if (parent === null || rule.attributes.enabled === "disabled") return [];
  const others = [...reachedFrom(rule.id, facts, new Set([parent]))].filter((id) => id !== parent);
  const touched = secured.has(parent) ? others : others.filter((id) => secured.has(id));
  if (touched.length === 0) return [];
  const message = `${rule.id} reaches ${and(touched)} with the rights of the owner of ${parent}`;
  const on = nameOf({ path: rule.path.slice(0, -1) });
  return [{ object: rule.id, message, sql: `DROP RULE ${quoteName(rule.path.at(-1) ?? "")} ON ${on};` }];
}

/** Tables that a view reads, through other views, too. */
function reachedFrom(id: ObjectId, facts: Facts, seen = new Set<ObjectId>()): ReadonlySet<ObjectId> {
  for (const needed of facts.catalog.dependencies.get(id) ?? []) {
    const object = facts.catalog.objects.get(needed);
    const relation = object?.kind === "column" || object?.kind === "rule" ? object.parent : needed;
    if (relation === null || seen.has(relation)) continue;
    if (!/^(table|view|materialized view) /.test(relation)) continue;
    seen.add(relation);
    if (!relation.startsWith("table ")) reachedFrom(relation, facts, seen);
  }
  return seen;
}
