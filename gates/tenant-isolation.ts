// tenant-isolation: a row belongs to one tenant, and row security shows it to nobody else.

import { quoteName } from "../engine/index";
import type { Facts } from "./framework/facts";
import type { Gate, Subject } from "./framework/model";
import { leaksOf, type Wrong } from "./framework/policies";
import { type Entry, isTenants } from "./framework/registry";
import { breachOf, commentWith, lastOf, listed, nameOf } from "./framework/words";
import { writersOf } from "./framework/writers";

export const tenantIsolation: Gate = {
  level: "mandatory",
  why: "one forgotten condition in one query shows a tenant the rows of another",
  appliesTo:
    "every table; one of class reference may be without tenant where others than its owner only read it",
  check: (subject) =>
    subject.registry.flatMap((entry) => {
      const hasTenant = subject.facts.column(entry.table, entry.tenant) !== null;
      const wrong =
        entry.class === "reference" && !hasTenant ? shared(entry, subject) : isolated(entry, subject);
      return breachOf(entry.table.id, wrong);
    }),
};

/** What is the same for all tenants refers to none of them, and must not be changed by one. */
function shared(entry: Entry, subject: Subject): readonly Wrong[] {
  const { table } = entry;
  const tenants = subject.registry.filter((other) => isTenants(other, subject.facts));
  const refers = subject.facts
    .on(table.id, "constraint")
    .find(({ attributes: { references } }) => tenants.some((other) => other.table.id === references));
  const [column] = refers?.attributes.columns ?? [];
  if (refers === undefined || column === undefined) return written(entry, subject);
  const message = `is of class reference, the same for all tenants, and its ${column} refers to ${refers.attributes.references}`;
  const sql = commentWith(subject.facts, table.id, "tenant", column);
  return [{ message, sql }, ...isolated({ ...entry, tenant: column }, subject)];
}

/** All privileges on a table but to read it (manual, table 5.2). */
const beyondReading = ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"];

const written = ({ table }: Entry, { facts }: Subject): readonly Wrong[] =>
  writersOf(facts, table, beyondReading).map(({ message, sql }) => ({
    message: `is the same for all tenants, and ${message}`,
    sql,
  }));

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
      // Of a number nobody knows which uuid it is.
      sql: /^(text|character)/.test(type)
        ? `${alter} ALTER COLUMN ${quoteName(tenant)} TYPE uuid USING ${quoteName(tenant)}::uuid;`
        : null,
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
  return [...wrong, ...leaksOf(table, tenant, subject.facts)];
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
