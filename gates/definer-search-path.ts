// definer-search-path: a function that runs with its owner's rights finds only what its owner meant.
import { spell } from "../engine/index";
import type { Gate } from "./framework/model";
import { and } from "./framework/words";

export const definerSearchPath: Gate = {
  level: "mandatory",
  why: "a caller who chooses the search path puts an object of his own before the one that was meant, and it runs with the owner's rights",
  appliesTo: "SECURITY DEFINER functions and procedures",
  check: ({ facts }) =>
    facts.routines.flatMap((routine) => {
      if (!facts.isDefiner(routine)) return [];
      const setting = facts.settingsOf(routine).find((one) => one.startsWith("search_path TO "));
      const wrong = setting === undefined ? "sets no search_path" : mistakeIn(setting);
      if (wrong === null) return [];
      return [
        {
          object: routine.id,
          message: `${routine.id} runs with its owner's rights and ${wrong}`,
          sql: `ALTER ${spell(routine)} SET search_path = pg_catalog, pg_temp;`,
        },
      ];
    }),
};

/** Where others may put objects: into `public` everybody before Postgres 15, into `"$user"` the caller. */
const foreign = ["public", "$user"];

/** @param setting as Postgres writes it: `search_path TO 'pg_catalog', 'pg_temp'` */
function mistakeIn(setting: string): string | null {
  const names = [...setting.matchAll(/'((?:[^']|'')*)'/g)].map(([, name = ""]) => name);
  // An empty path finds nothing without its schema.
  if (names.every((name) => name === "")) return null;
  const open = foreign.filter((name) => names.includes(name));
  if (open.length > 0) return `sets ${setting}, where others may put objects into ${and(open)}`;
  // Temporary objects are looked for first, or where pg_temp is named first (manual, CREATE FUNCTION).
  const place = names.indexOf("pg_temp");
  if (place >= 0 && place === names.length - 1) return null;
  return `sets ${setting}, where pg_temp is not the last`;
}
