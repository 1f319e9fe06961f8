// Steps that Postgres lets a superuser alone run (their CREATE in the manual). Said before, for they would fail after others. Pure.
import type { Finding, Plan } from "./model";

const forSuperusers: readonly RegExp[] = [
  /^CREATE EVENT TRIGGER /,
  /^(CREATE|ALTER) FOREIGN DATA WRAPPER /,
  /^CREATE (OR REPLACE )?(TRUSTED )?LANGUAGE /,
  /^CREATE CAST .* WITHOUT FUNCTION/s,
  /^CREATE PUBLICATION .* FOR ALL TABLES/s,
  /^ALTER PUBLICATION .* ADD TABLES IN SCHEMA /s,
];

/** One warning for each object, where the login is no superuser; a managed server may let its administrator do the same. */
export function needsSuperuser({ steps }: Pick<Plan, "steps">, login: string): readonly Finding[] {
  const objects = new Set(
    steps.filter(({ sql }) => forSuperusers.some((form) => form.test(sql))).map(({ object }) => object),
  );
  return [...objects].map((object): Finding => {
    const message = `${object} is made and changed by superusers alone, and ${login} is none: unless the server makes an exception for it, the plan fails there. Have a superuser make it by hand, or run this plan`;
    return { level: "warning", id: "needs-superuser", object, message };
  });
}
