// Who writes a table beside its owner, also past it: through one of its partitions. Pure.
import { quoteName } from "../../engine/index";
import type { Facts, Table } from "./facts";
import { and, nameOf } from "./words";

interface Wrong {
  readonly message: string;
  readonly sql: string;
}

/** @param wanted privileges that nobody else shall have */
export function writersOf(facts: Facts, table: Table, wanted: readonly string[]): readonly Wrong[] {
  return [table, ...facts.partitionsOf(table)].flatMap((one) =>
    facts.grantsOn(one.id).flatMap(({ grantee, column, privileges }) => {
      const names = wanted.filter((name) => privileges.includes(name));
      if (names.length === 0) return [];
      const role = grantee === "public" ? "PUBLIC" : quoteName(grantee);
      const of = column === null ? "" : ` (${quoteName(column)})`;
      const place = one === table ? "" : ` of its partition ${nameOf(one)}`;
      const revoked = names.map((name) => `${name}${of}`).join(", ");
      return [
        {
          message: `lets ${role} ${and(names)}${of}${place}`,
          sql: `REVOKE ${revoked} ON ${nameOf(one)} FROM ${role};`,
        },
      ];
    }),
  );
}
