// definer-search-path: a function that runs with its owner's rights finds only what its owner meant.
import { spell } from "../engine/index";
import type { Gate } from "./framework/model";

export const definerSearchPath: Gate = {
  level: "mandatory",
  why: "a caller who chooses the search path puts an object of his own before the one that was meant, and it runs with the owner's rights",
  appliesTo: "SECURITY DEFINER functions and procedures",
  check: ({ facts }) =>
    facts.routines.flatMap((routine) => {
      if (!facts.isDefiner(routine)) return [];
      const setting = facts.settingsOf(routine).find((one) => one.startsWith("search_path TO "));
      const path = setting?.slice("search_path TO ".length).split(", ");
      // An empty path finds nothing without its schema; else temporary objects come last (manual, CREATE FUNCTION).
      const isSafe =
        path !== undefined && (path.join() === "''" || path.at(-1)?.replaceAll(/['"]/g, "") === "pg_temp");
      if (isSafe) return [];
      const found =
        setting === undefined ? "sets no search_path" : `sets ${setting}, where pg_temp is not the last`;
      return [
        {
          object: routine.id,
          message: `${routine.id} runs with its owner's rights and ${found}`,
          sql: `ALTER ${spell(routine)} SET search_path = pg_catalog, pg_temp;`,
        },
      ];
    }),
};
