// view-security-invoker: a view shows whoever asks what that role may see, and not what its owner may.
import type { Gate } from "./framework/model";
import { nameOf } from "./framework/words";

export const viewSecurityInvoker: Gate = {
  level: "mandatory",
  why: "a view reads with its owner's rights, and for an owner who is exempt from row security it shows the rows of all tenants",
  appliesTo:
    "views; before Postgres 15 none can satisfy it, and each needs an exception that says how it keeps tenants apart",
  check: ({ facts }) =>
    facts.of("view").flatMap((view) => {
      const { security_invoker: invoker } = view.attributes.options;
      if (isTrue.test(invoker ?? "")) return [];
      return [
        {
          object: view.id,
          message: `${view.id} reads with its owner's rights`,
          sql: `ALTER VIEW ${nameOf(view)} SET (security_invoker = true);`,
        },
      ];
    }),
};

/** What Postgres takes for true: its words may be cut short (manual 8.6). */
const isTrue = /^(t|tr|tru|true|y|ye|yes|on|1)$/i;
