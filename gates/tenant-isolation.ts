// tenant-isolation: a row belongs to one tenant, and row security shows it to nobody else.

import { quoteName } from "../engine/index";
import type { Facts, Table } from "./framework/facts";
import type { Gate, Subject } from "./framework/model";
import { type Entry, isTenants } from "./framework/registry";
import { tenantForms, tenantSetting, tenantSql } from "./framework/tenant";
import { and, breachOf, lastOf, listed, nameOf } from "./framework/words";

interface Wrong {
  readonly message: string;
  readonly sql: string | null;
}

export const tenantIsolation: Gate = {
  level: "mandatory",
  why: "one forgotten condition in one query shows a tenant the rows of another",
  appliesTo:
    "every table; one of class reference may be without tenant where others than its owner only read it",
  check: (subject) =>
    subject.registry.flatMap((entry) => {
      const hasTenant = subject.facts.column(entry.table, entry.tenant) !== null;
      const wrong =
        entry.class === "reference" && !hasTenant ? written(entry, subject) : isolated(entry, subject);
      return breachOf(entry.table.id, wrong);
    }),
};

/** What is the same for all tenants must not be changed by one. */
function written({ table }: Entry, { facts }: Subject): readonly Wrong[] {
  return facts.grantsOn(table.id).flatMap(({ grantee, privileges }) => {
    const beyond = privileges.filter((privilege) => privilege !== "SELECT");
    if (beyond.length === 0) return [];
    const role = grantee === "public" ? "PUBLIC" : quoteName(grantee);
    return [
      {
        message: `is the same for all tenants, and ${role} has ${and(beyond)} on it`,
        sql: `REVOKE ${beyond.join(", ")} ON ${nameOf(table)} FROM ${role};`,
      },
    ];
  });
}

function isolated(entry: Entry, subject: Subject): readonly Wrong[] {
  const { table, tenant } = entry;
  const column = subject.facts.column(table, tenant);
  const organisations = subject.registry.find((other) => isTenants(other, subject.facts));
  if (column === null) {
    const refers =
      organisations === undefined
        ? ""
        : ` REFERENCES ${nameOf(organisations.table)} ${listed([organisations.tenant])}`;
    const sql = `ALTER TABLE ${nameOf(table)} ADD COLUMN ${quoteName(tenant)} uuid NOT NULL${refers};`;
    return [{ message: `has no column ${tenant} that says whose a row is`, sql }];
  }
  const wrong: Wrong[] = [];
  const alter = `ALTER TABLE ${nameOf(table)}`;
  const { type, notNull } = column.attributes;
  if (type !== "uuid")
    wrong.push({
      message: `has ${tenant} as ${type}, not uuid`,
      sql: `${alter} ALTER COLUMN ${quoteName(tenant)} TYPE uuid;`,
    });
  if (!notNull)
    wrong.push({
      message: `lets ${tenant} be null`,
      sql: `${alter} ALTER COLUMN ${quoteName(tenant)} SET NOT NULL;`,
    });
  wrong.push(...foreignKey(entry, organisations, subject.facts));
  if (!table.attributes.rowSecurity)
    wrong.push({ message: "has no row security", sql: `${alter} ENABLE ROW LEVEL SECURITY;` });
  if (!table.attributes.forceRowSecurity)
    wrong.push({
      message: "does not force row security, so its owner sees all rows",
      sql: `${alter} FORCE ROW LEVEL SECURITY;`,
    });
  return [...wrong, ...policies(table, tenant, subject)];
}

function foreignKey(entry: Entry, organisations: Entry | undefined, facts: Facts): readonly Wrong[] {
  const { table, tenant } = entry;
  if (isTenants(entry, facts)) return [];
  if (organisations === undefined)
    return [
      {
        message: `belongs to tenants, and no table says by \`@tenant <its primary key>\` that its rows are the tenants`,
        sql: null,
      },
    ];
  const refers = facts.on(table.id, "constraint").some(({ attributes: { type, columns, references } }) => {
    const isTenant = columns.length === 1 && columns[0] === tenant;
    return type === "foreign key" && isTenant && references === organisations.table.id;
  });
  if (refers) return [];
  const name = quoteName(`${lastOf(table)}_org_fkey`);
  const target = `${nameOf(organisations.table)} ${listed([organisations.tenant])}`;
  const sql = `ALTER TABLE ${nameOf(table)} ADD CONSTRAINT ${name} FOREIGN KEY ${listed([tenant])} REFERENCES ${target};`;
  return [{ message: `has no foreign key from ${tenant} to ${nameOf(organisations.table)}`, sql }];
}

const commands = ["SELECT", "INSERT", "UPDATE", "DELETE"] as const;

/** Permissive policies are joined by OR, and restrictive ones by AND (manual, CREATE POLICY). */
function policies(table: Table, tenant: string, subject: Subject): readonly Wrong[] {
  const { facts } = subject;
  const forms = tenantForms(tenant, table, facts);
  const isTenant = (expression: string | null): boolean => expression === null || forms.has(expression);
  const found = facts.on(table.id, "policy").map(({ path, attributes }) => {
    const { command, roles, using, check, permissive } = attributes;
    const covers = commands.filter((one) => command === "ALL" || command === one);
    const keeps = (using !== null || check !== null) && isTenant(using) && isTenant(check);
    return { name: path.at(-1) ?? "", covers, permissive, keeps, isForAll: roles.includes("public") };
  });
  const restricted = found.filter(({ permissive, keeps, isForAll }) => !permissive && keeps && isForAll);
  const open = commands.filter((command) => !restricted.some(({ covers }) => covers.includes(command)));
  const leaks = found.filter(
    ({ permissive, keeps, covers }) => permissive && !keeps && covers.some((one) => open.includes(one)),
  );
  const kept = found.filter(({ keeps, isForAll }) => keeps && isForAll);
  const bare = commands.filter((command) => !kept.some(({ covers }) => covers.includes(command)));
  const wrong: Wrong[] = leaks.map(({ name, covers }) => ({
    message: `has the policy ${quoteName(name)}, which lets ${and(covers)} reach rows by another condition than ${tenant} = the setting ${tenantSetting(table, facts)}`,
    sql: `DROP POLICY ${quoteName(name)} ON ${nameOf(table)};`,
  }));
  if (bare.length > 0)
    wrong.push({ message: `has no tenant policy for ${and(bare)}`, sql: tenantSql(table, tenant, facts) });
  return wrong;
}
