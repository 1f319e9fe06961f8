// Enums, domains and composite types. A type in use that cannot be altered is swapped: see strategies/type-swap.ts.

import { sameValue } from "../../catalog/equal";
import type { AnyObject, AttributesOf, ObjectId } from "../../catalog/model";
import { quoteName, quotePath, quoteText } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { dataLoss, mayFail } from "../hazards";
import type { Lock } from "../model";
import { nullsOf } from "../offenders";
import { domainNotNull, notNullClauses } from "./not-null";

const typeNames = (object: AnyObject): readonly string[] => [`type ${quotePath(object.path)}`];

export const enumRule: Rule<"enum"> = {
  create: (object, context) => [
    draft(
      object.id,
      context.cause(object.id),
      `CREATE TYPE ${quotePath(object.path)} AS ENUM (${object.attributes.labels.map(quoteText).join(", ")})`,
      { creates: [object.id] },
    ),
  ],
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP TYPE ${quotePath(object.path)}`, {
      drops: [object.id],
      phase: "contract",
    }),
  ],
  alter: (before, after, _attributes, context) => {
    if (!isSubsequence(before.attributes.labels, after.attributes.labels)) return "replace";
    return addedLabels(before, after).map((clause) =>
      draft(after.id, context.cause(after.id), `ALTER TYPE ${quotePath(after.path)} ADD VALUE ${clause}`, {
        alters: [after.id],
        additive: true,
        alone: true,
      }),
    );
  },
  names: typeNames,
};

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let position = 0;
  for (const label of whole) if (label === part[position]) position += 1;
  return position === part.length;
}

/** Each label after its left neighbour, which is there by then; BEFORE only at the very front. */
function addedLabels(before: ObjectOf<"enum">, after: ObjectOf<"enum">): readonly string[] {
  const known = new Set(before.attributes.labels);
  const clauses: string[] = [];
  after.attributes.labels.forEach((label, position) => {
    if (known.has(label)) return;
    const left = after.attributes.labels[position - 1];
    const right = before.attributes.labels[0];
    const isLast = after.attributes.labels
      .slice(position + 1)
      .every((later) => !before.attributes.labels.includes(later));
    const place = isLast
      ? ""
      : left !== undefined
        ? ` AFTER ${quoteText(left)}`
        : right !== undefined
          ? ` BEFORE ${quoteText(right)}`
          : "";
    clauses.push(`${quoteText(label)}${place}`);
  });
  return clauses;
}

export const domainRule: Rule<"domain"> = {
  create: (object, context) => {
    const { type, collation, default: expression } = object.attributes;
    const inline = context
      .children(object.id)
      .filter((child) => child.kind === "constraint" && context.isInline(child.id));
    const clauses = [
      `CREATE DOMAIN ${quotePath(object.path)} AS ${type}`,
      ...(collation === null ? [] : [`COLLATE ${collation}`]),
      ...(expression === null ? [] : [`DEFAULT ${expression}`]),
      ...notNullClauses(object, context),
      ...inline.flatMap((child) =>
        child.kind === "constraint"
          ? [`CONSTRAINT ${quoteName(child.path.at(-1) ?? "")} ${child.attributes.definition}`]
          : [],
      ),
    ];
    return [
      draft(object.id, context.cause(object.id), clauses.join(" "), {
        creates: [object.id, ...inline.map((child) => child.id)],
      }),
    ];
  },
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP DOMAIN ${quotePath(object.path)}`, {
      drops: [object.id],
      phase: "contract",
    }),
  ],
  alter: (before, after, attributes, context) => {
    if (attributes.has("type") || attributes.has("collation")) return "replace";
    const clauses: string[] = [];
    const { default: expression, notNull } = after.attributes;
    if (attributes.has("notNull") && notNull && isHeldInside(after.id, context)) return "replace";
    if (attributes.has("default"))
      clauses.push(expression === null ? "DROP DEFAULT" : `SET DEFAULT ${expression}`);
    clauses.push(...domainNotNull(before, after, context));
    return clauses.map((clause) =>
      draft(after.id, context.cause(after.id), `ALTER DOMAIN ${quotePath(after.path)} ${clause}`, {
        alters: [after.id],
        ...(/^(SET|ADD) /.test(clause) && clause.endsWith(" NOT NULL")
          ? {
              scans: true,
              locks: tablesOf(after.id, context),
              hazards: [
                mayFail(`fails where a column of ${after.id} holds a null`, nullsOf(after.id, context)),
              ],
            }
          : {}),
      }),
    );
  },
  names: typeNames,
};

/** The tables whose values a new condition on the domain is checked on, also through domains over it. */
export function tablesOf(domain: ObjectId, context: RuleContext): readonly Lock[] {
  const type = domain.slice("domain ".length);
  return [...context.live.objects.values()].flatMap((object) => {
    if (!innerTypes(object).includes(type)) return [];
    if (object.kind === "column") return lock("SHARE", object.parent ?? object.id);
    if (object.kind === "materialized view") return lock("SHARE", object.id);
    return object.kind === "domain" ? tablesOf(object.id, context) : [];
  });
}

/**
 * Whether an array, a composite type or another type around it holds the domain: Postgres then refuses new conditions
 * on it as soon as a table has such a column (manual, ALTER DOMAIN, Notes).
 */
export function isHeldInside(domain: ObjectId, context: RuleContext): boolean {
  const type = domain.slice("domain ".length);
  return [...context.live.objects.values()].some((object) => {
    const inside = innerTypes(object);
    return inside.includes(`${type}[]`) || (object.kind === "composite" && inside.includes(type));
  });
}

/** Whether a column of a table or of a materialized view holds values of the type, however deep. */
function isStored(type: string, context: RuleContext, seen: ReadonlySet<string> = new Set()): boolean {
  if (seen.has(type)) return false;
  return [...context.live.objects.values()].some((object) => {
    if (!innerTypes(object).some((inner) => inner === type || inner === `${type}[]`)) return false;
    const holdsRows = object.kind === "column" || object.kind === "materialized view";
    return holdsRows || isStored(quotePath(object.path), context, new Set([...seen, type]));
  });
}

function innerTypes(object: AnyObject): readonly string[] {
  if (object.kind === "column" || object.kind === "domain") return [object.attributes.type];
  if (object.kind === "composite") return object.attributes.fields.map(({ type }) => type);
  if (object.kind === "view" || object.kind === "materialized view")
    return object.attributes.columns.map(({ type }) => type);
  return [];
}

function readsFields(object: AnyObject): boolean {
  if (object.kind === "function" || object.kind === "procedure")
    return object.attributes.definition.includes("BEGIN ATOMIC");
  return ["view", "materialized view", "policy", "trigger"].includes(object.kind);
}

type Field = AttributesOf["composite"]["fields"][number];

const fieldText = (field: Field): string =>
  `${quoteName(field.name)} ${field.type}${field.collation === null ? "" : ` COLLATE ${field.collation}`}`;

export const compositeRule: Rule<"composite"> = {
  create: (object, context) => [
    draft(
      object.id,
      context.cause(object.id),
      `CREATE TYPE ${quotePath(object.path)} AS (${object.attributes.fields.map(fieldText).join(", ")})`,
      { creates: [object.id] },
    ),
  ],
  drop: (object, context) => [
    draft(object.id, context.cause(object.id), `DROP TYPE ${quotePath(object.path)}`, {
      drops: [object.id],
      phase: "contract",
    }),
  ],
  alter: (before, after, _attributes, context) => alterComposite(before, after, context),
  // Whoever reads a field that goes or changes, and Postgres does not say who reads which.
  // A typed table is let go of meanwhile: its columns change by statements of their own, which say what they cost.
  breaks: (before, after, _attributes, dependent) =>
    dependent.kind === "attachment" ||
    (readsFields(dependent) &&
      !before.attributes.fields.every((field) =>
        after.attributes.fields.some((now) => sameValue(now, field)),
      )),
  names: (object) => [`type ${quotePath(object.path)}`, `relation ${quotePath(object.path)}`],
};

function alterComposite(
  before: ObjectOf<"composite">,
  after: ObjectOf<"composite">,
  context: RuleContext,
): readonly Draft[] | "replace" {
  const old = before.attributes.fields;
  const wanted = after.attributes.fields;
  const kept = old.filter((field) => wanted.some(({ name }) => name === field.name));
  if (!kept.every((field, position) => wanted[position]?.name === field.name)) return "replace";
  const retyped = wanted.filter((field) => {
    const was = old.find(({ name }) => name === field.name);
    return was && (was.type !== field.type || was.collation !== field.collation);
  });
  // A field's type cannot change while a table's column holds the type (manual, ALTER TYPE).
  if (retyped.length > 0 && isStored(quotePath(before.path), context)) return "replace";
  const dropped = old.filter((field) => !wanted.some(({ name }) => name === field.name));
  const added = wanted.filter((field) => !old.some(({ name }) => name === field.name));
  const clauses = [
    ...dropped.map((field) => `DROP ATTRIBUTE ${quoteName(field.name)}`),
    ...retyped.map(
      (field) => `ALTER ATTRIBUTE ${fieldText(field).replace(field.type, () => `TYPE ${field.type}`)}`,
    ),
    ...added.map((field) => `ADD ATTRIBUTE ${fieldText(field)}`),
  ];
  const lost = dropped.map((field) =>
    dataLoss(
      `drop attribute ${quoteName(field.name)} of ${after.id}`,
      `attribute ${field.name} is lost in every value`,
      after.id,
      context,
    ),
  );
  return [
    draft(after.id, context.cause(after.id), `ALTER TYPE ${quotePath(after.path)} ${clauses.join(", ")}`, {
      alters: [after.id],
      hazards: lost,
    }),
  ];
}
