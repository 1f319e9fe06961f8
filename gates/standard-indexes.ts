// standard-indexes: a tenant's rows are listed by time and by status, and an index serves both.
import { quoteName } from "../engine/index";
import type { Gate } from "./framework/model";
import { isTenants } from "./framework/registry";
import { lastOf, listed, nameOf } from "./framework/words";

const listedBy = ["created_at", "status"];

export const standardIndexes: Gate = {
  level: "mandatory",
  why: "the newest rows of a tenant, and those of one status, are what every list asks for",
  appliesTo: "tables with a tenant column and created_at or status, the tenants themselves aside",
  check: ({ registry, facts }) =>
    registry.flatMap((entry) => {
      const { table, tenant } = entry;
      if (isTenants(entry, facts)) return [];
      return listedBy.flatMap((column) => {
        if (!facts.hasColumns(table, [tenant, column])) return [];
        const isServed = facts
          .keysOf(table)
          .some(([first, second]) => first === tenant && isColumn(second, column));
        if (isServed) return [];
        const columns = listed([tenant, column]);
        return [
          {
            object: table.id,
            message: `${table.id} has no index that begins with ${columns}`,
            sql: `CREATE INDEX ${quoteName(`${lastOf(table)}_${column}_idx`)} ON ${nameOf(table)} ${columns};`,
          },
        ];
      });
    }),
};

const isColumn = (key: string | undefined, column: string): boolean => key === column;
