// no-public-grants: nothing is granted to everybody, whether somebody said so or Postgres does by itself.

import { currentRole, quoteName, spell } from "../engine/index";
import type { Gate } from "./framework/model";
import { and } from "./framework/words";

export const noPublicGrants: Gate = {
  level: "mandatory",
  why: "what PUBLIC may do every login of the server may do, those of other applications and of monitoring among them",
  appliesTo: "every object, and every function, which PUBLIC may execute until that is revoked",
  check: ({ facts }) => [
    ...facts.of("privilege").flatMap(({ parent, attributes: { on, grantee, column, privileges } }) => {
      const names = Object.keys(privileges);
      if (grantee !== "public" || names.length === 0 || parent === null || isRoutine(parent)) return [];
      const what =
        column === null ? names.join(", ") : names.map((name) => `${name} (${quoteName(column)})`).join(", ");
      return [
        {
          object: parent,
          message: `${parent} grants ${and(names)} to PUBLIC`,
          sql: `REVOKE ${what} ON ${on} FROM PUBLIC;`,
        },
      ];
    }),
    ...[...facts.routines, ...facts.of("aggregate")].flatMap((routine) => {
      if (!facts.callersOf(routine).includes("public")) return [];
      const on =
        routine.kind === "aggregate" ? spell(routine).replace("AGGREGATE", "FUNCTION") : spell(routine);
      return [
        {
          object: routine.id,
          message: `${routine.id} may be executed by PUBLIC`,
          sql: `REVOKE ALL ON ${on} FROM PUBLIC;`,
        },
      ];
    }),
    ...facts
      .of("default privilege")
      .flatMap(({ id, path, attributes: { role, objects, grantee, privileges } }) => {
        const names = Object.keys(privileges);
        if (grantee !== "public" || names.length === 0) return [];
        const maker = role === currentRole ? "" : `FOR ROLE ${quoteName(role)} `;
        const place = `${maker}IN SCHEMA ${quoteName(path[0] ?? "")}`;
        const sql = `ALTER DEFAULT PRIVILEGES ${place} REVOKE ${names.join(", ")} ON ${objects.toUpperCase()} FROM PUBLIC;`;
        return [{ object: id, message: `${id} grants ${and(names)} to PUBLIC`, sql }];
      }),
  ],
};

const isRoutine = (id: string): boolean => /^(function|procedure|aggregate) /.test(id);
