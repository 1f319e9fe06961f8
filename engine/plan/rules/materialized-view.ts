// Materialized views. One in use whose query changes is filled beside the old one, which serves until then (strategies/refills.ts).
import type { ObjectId } from "../../catalog/model";
import { quoteName, quotePath, quoteText } from "../../catalog/names";
import { type Draft, draft, lock, type ObjectOf, type Rule, type RuleContext } from "../draft";
import { blocksReads, rewrites } from "../hazards";
import { revokeDefaults } from "../strategies/default-privileges";
import { type Beside, isLeft } from "../strategies/refills";
import { clusterOn, optionClauses, withOptions } from "./table";
import { goesAway, readsAny, relationNames } from "./view";

type MaterializedView = ObjectOf<"materialized view">;

export const materializedViewRule: Rule<"materialized view"> = {
  create: (object, context) => {
    const { beside, waiting } = context.refills;
    const place = beside.get(object.id);
    const marks = clusterOn(object, undefined, context);
    if (place !== undefined) return [...fillBeside(object, place, context), ...marks];
    const reason = waiting.get(object.id);
    const because = reason === null ? "" : `, because ${reason}`;
    const message = `readers of ${object.id} wait until it is filled${because}`;
    const hazards = reason === undefined ? [] : [blocksReads(message)];
    return [{ ...fill(object, object.path, context), creates: [object.id], hazards }, ...marks];
  },
  drop: (object, context) => {
    const isOurs = isLeft(object.id, context.live);
    const place = context.refills.beside.get(object.id);
    const cause = context.cause(object.id);
    const sql = `DROP MATERIALIZED VIEW ${quotePath(object.path)}`;
    return [
      draft(object.id, isOurs ? `${cause}; left by an interrupted run` : cause, sql, {
        drops: [object.id],
        phase: isOurs ? "expand" : "contract",
        bundle: place?.bundle ?? null,
        tolerant: place !== undefined,
        locks: lock("ACCESS EXCLUSIVE", object.id),
        hazards: isOurs ? [] : goesAway(object, context),
        estimate: context.estimate(object.id),
      }),
    ];
  },
  alter: (before, after, attributes, context) => {
    if (attributes.has("query") || attributes.has("columns")) return "replace";
    const alter = (clause: string, rest: Partial<Draft>): Draft =>
      draft(after.id, context.cause(after.id), `ALTER MATERIALIZED VIEW ${quotePath(after.path)} ${clause}`, {
        alters: [after.id],
        ...rest,
      });
    const message = `every row of ${after.id} is written again while readers wait`;
    const moves = [
      ...(attributes.has("tablespace")
        ? [`SET TABLESPACE ${quoteName(after.attributes.tablespace ?? "pg_default")}`]
        : []),
      ...(attributes.has("accessMethod")
        ? [`SET ACCESS METHOD ${quoteName(after.attributes.accessMethod ?? "heap")}`]
        : []),
    ];
    return [
      ...optionClauses(before.attributes.options, after.attributes.options).map((clause) =>
        alter(clause, { locks: lock("SHARE UPDATE EXCLUSIVE", after.id) }),
      ),
      ...moves.map((clause) =>
        alter(clause, {
          locks: lock("ACCESS EXCLUSIVE", after.id),
          rewrites: true,
          estimate: context.estimate(after.id),
          hazards: [rewrites(message), blocksReads(message)],
        }),
      ),
      ...clusterOn(after, before, context),
    ];
  },
  names: relationNames,
};

function fill(object: MaterializedView, path: readonly string[], context: RuleContext): Draft {
  const { query, options, tablespace, accessMethod, populated } = object.attributes;
  const sql = [
    `CREATE MATERIALIZED VIEW ${quotePath(path)}`,
    ...(accessMethod === null ? [] : [`USING ${quoteName(accessMethod)}`]),
    ...withOptions(options),
    ...(tablespace === null ? [] : [`TABLESPACE ${quoteName(tablespace)}`]),
    `AS\n${query}`,
    ...(populated ? [] : ["WITH NO DATA"]),
  ].join(" ");
  const { beside } = context.refills;
  const reads = (isSuch: (relation: ObjectId) => boolean): boolean =>
    populated && readsAny(object.id, isSuch, context);
  return draft(object.id, context.cause(object.id), sql, {
    scans: reads((id) => context.hasRows(id)),
    // Whoever waits for a lock that the transaction before holds would wait for the query, too.
    later: reads((id) => context.hasRows(id) || beside.has(id)),
  });
}

function fillBeside(object: MaterializedView, place: Beside, context: RuleContext): readonly Draft[] {
  const { id, path } = object;
  const helper = quotePath(place.path);
  const cause = context.cause(id);
  // Its rows are of the moment: they are not kept for a later phase.
  const prepares = { beside: id, phase: "contract" as const, before: [id] };
  const addition = { ...prepares, bundle: `addition of ${place.id}` };
  const needs = context.desired.dependencies.get(id) ?? [];
  const exchange = { bundle: place.bundle };
  return [
    {
      ...fill(object, place.path, context),
      ...addition,
      // What an interrupted run left under the name goes first.
      after: [...needs, place.id],
      alters: [place.filled],
      additive: true,
      later: true,
      estimate: context.live.estimates.get(id) ?? null,
    },
    // Nobody may read more there than in the end.
    ...revokeDefaults({ ...object, path: place.path }, context).map((made) => ({
      ...made,
      ...addition,
      alters: [],
    })),
    draft(id, cause, `COMMENT ON MATERIALIZED VIEW ${helper} IS ${quoteText(place.comment)}`, addition),
    draft(id, cause, `ANALYZE ${helper}`, {
      ...prepares,
      after: [place.ready],
      alters: [place.ready],
      additive: true,
      alone: true,
      later: true,
    }),
    draft(id, cause, `ALTER MATERIALIZED VIEW ${helper} RENAME TO ${quoteName(path.at(-1) ?? "")}`, {
      ...exchange,
      creates: [id],
    }),
    draft(id, cause, `COMMENT ON MATERIALIZED VIEW ${quotePath(path)} IS NULL`, {
      ...exchange,
      alters: [id],
    }),
  ];
}
