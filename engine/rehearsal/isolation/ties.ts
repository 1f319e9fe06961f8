// Whose a row is that names no tenant itself: that of the rows which refer to it, or which it refers to, also over several
// tables. Writes conditions; asks nobody.
import { quoteName, quoteText } from "../../catalog/names";
import type { ForeignKey, Relation } from "./facts";

/** A table whose rows name their tenant. */
export interface Named {
  readonly sql: string;
  readonly column: string;
}

export class Ties {
  readonly #sql: ReadonlyMap<string, string>;

  /** @param named by the table's number */
  constructor(
    relations: readonly Relation[],
    private readonly keys: readonly ForeignKey[],
    private readonly named: ReadonlyMap<string, Named>,
  ) {
    this.#sql = new Map(relations.map(({ oid, sql }) => [oid, sql]));
  }

  areAny(oid: string): boolean {
    return this.condition(oid, null) !== "(false)";
  }

  /**
   * For the rows `t` of a table.
   * @param tenant whose they shall be; null: anybody's
   */
  condition(oid: string, tenant: string | null): string {
    const direct = this.keys.flatMap((key) => this.#direct(key, oid, tenant));
    const ties = direct.length > 0 ? direct : this.#above(oid, "t", tenant, new Set([oid]));
    return ties.length === 0 ? "(false)" : `(${ties.join(" OR ")})`;
  }

  #direct(key: ForeignKey, oid: string, tenant: string | null): readonly string[] {
    const isTarget = key.to === oid;
    if (!isTarget && key.from !== oid) return [];
    const other = this.named.get(isTarget ? key.from : key.to);
    const [ours, theirs] = isTarget ? [key.toColumns, key.fromColumns] : [key.fromColumns, key.toColumns];
    return other === undefined
      ? []
      : [exists(other.sql, "s", on("t", ours, "s", theirs), whose(other, "s", tenant))];
  }

  /** Through what it refers to, step by step; what many refer to, like a list of countries, is nobody's by that. */
  #above(oid: string, alias: string, tenant: string | null, seen: ReadonlySet<string>): readonly string[] {
    return this.keys.flatMap(({ from, to, fromColumns, toColumns }) => {
      const sql = this.#sql.get(to);
      if (from !== oid || sql === undefined || seen.has(to)) return [];
      const next = `${alias}u`;
      const joined = on(alias, fromColumns, next, toColumns);
      const named = this.named.get(to);
      if (named !== undefined) return [exists(sql, next, joined, whose(named, next, tenant))];
      const further = this.#above(to, next, tenant, new Set([...seen, to]));
      return further.length === 0 ? [] : [exists(sql, next, joined, `(${further.join(" OR ")})`)];
    });
  }
}

const exists = (sql: string, alias: string, joined: string, condition: string): string =>
  `EXISTS (SELECT FROM ${sql} ${alias} WHERE ${joined} AND ${condition})`;

const on = (one: string, ours: readonly string[], other: string, theirs: readonly string[]): string =>
  ours.map((name, at) => `${one}.${quoteName(name)} = ${other}.${quoteName(theirs[at] ?? "")}`).join(" AND ");

function whose({ column }: Named, alias: string, tenant: string | null): string {
  const place = `${alias}.${quoteName(column)}`;
  return tenant === null ? `${place} IS NOT NULL` : `${place}::text = ${quoteText(tenant)}`;
}
