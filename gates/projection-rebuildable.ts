// projection-rebuildable: what follows from other tables can be made again from them. Whether the function gives the same
// rows is shown by running it; here is only that nobody else writes, and that there is one.
import { quotePath } from "../engine/index";
import type { Gate } from "./framework/model";
import { rebuildsOf } from "./framework/registry";
import { breachOf, nameOf } from "./framework/words";
import { writersOf } from "./framework/writers";

const writes = ["INSERT", "UPDATE", "DELETE", "TRUNCATE"] as const;

export const projectionRebuildable: Gate = {
  level: "mandatory",
  why: "a projection that is written by hand, or cannot be made again, is a second truth that contradicts the first",
  appliesTo: "tables of class projection",
  check: ({ registry, facts }) =>
    rebuildsOf(registry, facts).flatMap(({ table, id, routine }) => {
      const wrong: { message: string; sql: string | null }[] = [...writersOf(facts, table, writes)];
      if (routine === null) {
        const name = id.slice("function ".length);
        const [schema = ""] = table.path;
        wrong.push({
          message: `has no function ${name} that makes its rows again (the tag @rebuild names another)`,
          sql: [
            `CREATE FUNCTION ${name} RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp BEGIN ATOMIC`,
            `  DELETE FROM ${nameOf(table)};`,
            `  INSERT INTO ${nameOf(table)} SELECT … FROM ${quotePath([schema])}.…;`,
            "END;",
            `REVOKE ALL ON FUNCTION ${name} FROM PUBLIC;`,
          ].join("\n"),
        });
      }
      return breachOf(table.id, wrong);
    }),
};
