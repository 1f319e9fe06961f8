// Event triggers (manual, 40 and CREATE EVENT TRIGGER). What the plan itself does must not fire a new one: they come last.
import { quotePath, quoteText } from "../../catalog/names";
import { type Draft, draft, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { breaksOldCode } from "../hazards";
import { enabling } from "./trigger";

type EventTrigger = ObjectOf<"event trigger">;

const setEnabled = (object: EventTrigger, context: RuleContext): Draft =>
  draft(
    object.id,
    context.cause(object.id),
    `ALTER EVENT TRIGGER ${quotePath(object.path)} ${enabling[object.attributes.enabled]}`,
    { alters: [object.id] },
  );

export const eventTriggerRule: Rule<"event trigger"> = {
  create: (object, context) => {
    const { event, tags, enabled } = object.attributes;
    const sql = [
      `CREATE EVENT TRIGGER ${quotePath(object.path)} ON ${event}`,
      ...(tags.length === 0 ? [] : [`WHEN TAG IN (${tags.map(quoteText).join(", ")})`]),
      `EXECUTE FUNCTION ${object.attributes.function}()`,
    ].join(" ");
    return [
      draft(object.id, context.cause(object.id), sql, { creates: [object.id] }),
      ...(enabled === "origin" ? [] : [setEnabled(object, context)]),
    ];
  },
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP EVENT TRIGGER ${quotePath(object.path)}`, {
      drops: [object.id],
      phase: "contract",
      hazards: context.isReplaced(object.id)
        ? []
        : [breaksOldCode(`what ${object.id} did on ${object.attributes.event} is no longer done`)],
    }),
  ],
  alter: (_before, after, attributes, context) =>
    ["event", "tags", "function"].some((name) => attributes.has(name))
      ? "replace"
      : [setEnabled(after, context)],
};
