// tenant-primary-key: the tenant is the first part of every primary key.
import { quoteName } from "../engine/index";
import { keyColumns } from "./framework/definitions";
import type { Gate } from "./framework/model";
import { isTenants } from "./framework/registry";
import { lastOf, listed, nameOf } from "./framework/words";

export const tenantPrimaryKey: Gate = {
  level: "advisory",
  why: "a foreign key to `id` alone can refer to another tenant's row, and a key that begins with the tenant keeps its rows together",
  appliesTo: "every table with a tenant column, the tenants themselves aside",
  check: ({ registry, facts }) =>
    registry.flatMap((entry) => {
      const { table, tenant } = entry;
      if (facts.column(table, tenant) === null || isTenants(entry, facts)) return [];
      const [first, ...rest] = facts.primaryKeyOf(table);
      const hasId = facts.column(table, "id") !== null;
      // The key of a partitioned table must have all columns that it is partitioned by (manual, 5.12.2.3).
      const { partitionKey } = table.attributes;
      const parted = (partitionKey === null ? [] : keyColumns(partitionKey)).filter(
        (column) => column !== tenant && column !== "id",
      );
      const own = rest.filter((column) => !parted.includes(column));
      const isKept = first === tenant && rest.length > 0 && (!hasId || (own.length === 1 && own[0] === "id"));
      if (isKept) return [];
      const wanted = [
        tenant,
        ...(hasId ? ["id", ...parted] : rest.length > 0 ? [first ?? "", ...rest] : ["id", ...parted]),
      ];
      const key = facts
        .on(table.id, "constraint")
        .find(({ attributes }) => attributes.type === "primary key");
      const name = quoteName(key === undefined ? `${lastOf(table)}_pkey` : lastOf(key));
      const drop = key === undefined ? "" : `DROP CONSTRAINT ${name}, `;
      return [
        {
          object: table.id,
          message: `${table.id} has ${first === undefined ? "no primary key" : `the primary key ${listed([first, ...rest])}`}, not ${listed(wanted)}`,
          sql: `ALTER TABLE ${nameOf(table)} ${drop}ADD CONSTRAINT ${name} PRIMARY KEY ${listed(wanted)};`,
        },
      ];
    }),
};
