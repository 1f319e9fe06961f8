// Isolation proved by running it: schema and seeds in a scratch database, two tenants, and every application role trying to
// reach the other tenant's rows through everything it can reach. No policy is read; only what happens counts.
import { type Client, DatabaseError } from "pg";
import { SchemaError } from "../../api";
import { quoteText } from "../../catalog/names";
import { connected, type Rehearsal, type RehearsalRequest, rehearse } from "../open";
import { readRehearsalRows, readSeeds, runFiles } from "../seeds";
import { ask, compareAnswers, type Questions, questionsOf } from "./answers";
import { type Attempted, attempt } from "./attempts";
import { keepRows, refreshAll, takeGuardsAway, takeOthersOut } from "./bare";
import { noRights, type Rights, rightsOf, rolesIn } from "./facts";
import { findTenancies, foreignRows, type Ground, type Tenancy } from "./ground";
import {
  type Attempt,
  attempts,
  type IsolationOptions,
  type IsolationReport,
  type Outcome,
  type RelationTried,
} from "./model";
import type { Actor, Watch } from "./session";

export { objectsIn } from "./facts";
export type { IsolationOptions, IsolationReport } from "./model";

export interface IsolationRequest extends RehearsalRequest, IsolationOptions {}

interface Trial {
  readonly owner: Client;
  readonly tenancy: Tenancy;
  readonly roles: readonly string[];
  readonly options: Required<Pick<IsolationOptions, "tenantSetting">>;
  actorOf(role: string): Actor;
  rights(role: string): (ground: Ground) => Rights;
  readonly watch: Watch | undefined;
}

type Table = Map<
  string,
  { readonly role: string; readonly ground: Ground; readonly outcomes: Record<Attempt, Outcome> }
>;

const keyOf = (role: string, { relation }: Ground): string => `${role} ${relation.oid}`;

async function tryAll(trial: Trial, table: Table, isBare: boolean): Promise<void> {
  const { tenancy, options } = trial;
  for (const role of trial.roles) {
    const rights = trial.rights(role);
    for (const ground of tenancy.grounds) {
      const it: Attempted = {
        ...{ actor: trial.actorOf(role), ground, rights: rights(ground), tenants: tenancy },
        ...{ tenantSetting: options.tenantSetting, isBare },
      };
      const known = table.get(keyOf(role, ground));
      const outcomes: Partial<Record<Attempt, Outcome>> = { ...known?.outcomes };
      for (const what of attempts)
        if (known === undefined || known.outcomes[what].result === "untried")
          outcomes[what] = await attempt(what, it);
      table.set(keyOf(role, ground), { role, ground, outcomes: outcomes as Record<Attempt, Outcome> });
    }
  }
}

async function questions(trial: Trial): Promise<Questions> {
  const all = await Promise.all(
    trial.roles.map((role) => questionsOf(trial.owner, role, trial.tenancy, trial.rights(role))),
  );
  return { asked: all.flatMap(({ asked }) => asked), unasked: all.flatMap(({ unasked }) => unasked) };
}

function triedOf(table: Table): readonly RelationTried[] {
  return [...table.values()].map(({ role, ground: { relation }, outcomes }) => ({
    ...{ role, object: `${relation.kind} ${relation.sql}`, outcomes },
  }));
}

interface Unproved {
  readonly object: string;
  /** Declared to be everybody's: no row of two tenants would prove it. */
  readonly isReference?: boolean;
  readonly why: string;
}

/** Tables with no row of the other tenant, where nothing could have been seen; and those of which nobody knows whose rows they hold. */
function unprovedOf({ tenancy, roles, rights }: Trial): readonly Unproved[] {
  const reached = (ground: Ground): boolean =>
    roles.some((role) => {
      const may = rights(role)(ground);
      return may.select.length + may.insert.length + may.update.length > 0 || may.delete || may.truncate;
    });
  return tenancy.grounds.flatMap((ground): Unproved[] => {
    const { relation, belonging, foreign } = ground;
    const { isReference } = relation;
    const object = `${relation.kind} ${relation.sql}`;
    if (belonging.by === "nobody")
      return ["table", "foreign table"].includes(relation.kind) && reached(ground)
        ? [{ object, isReference, why: `nobody knows whose its rows are: ${belonging.why}` }]
        : [];
    const why = `no row of another tenant than the one that tries is there (the other is ${tenancy.other})`;
    return foreign === 0 ? [{ object, why }] : [];
  });
}

interface Direction extends Pick<IsolationReport, "relations" | "answers" | "leaks"> {
  readonly unproved: readonly (Unproved & { readonly role: string })[];
}

function directionOf(table: Table, answers: IsolationReport["answers"]): Direction {
  const relations = triedOf(table);
  const all = [
    ...relations.flatMap(({ role, object, outcomes }) =>
      attempts.map((what) => ({ role, object, what: `, ${what}`, outcome: outcomes[what] })),
    ),
    ...answers.map((answer) => ({ ...answer, what: "" })),
  ];
  const leaks = all.flatMap(({ role, object, what, outcome }) =>
    outcome.result === "leak" ? [`${role}, ${object}${what}: ${outcome.why}`] : [],
  );
  const unproved = all.flatMap(({ role, object, what, outcome }) =>
    outcome.result === "untried" ? [{ role: `${role}, `, object, why: `${what}: ${outcome.why}` }] : [],
  );
  return { relations, answers, leaks, unproved };
}

async function tryBoth(trials: readonly [Trial, Trial]): Promise<readonly [Direction, Direction]> {
  const { owner } = trials[0];
  const tables: readonly [Table, Table] = [new Map(), new Map()];
  await tryAll(trials[0], tables[0], false);
  await tryAll(trials[1], tables[1], false);
  // While foreign keys and checks are there: what the functions are is asked of the catalogs.
  const asked = [await questions(trials[0]), await questions(trials[1])] as const;
  await takeGuardsAway(owner);
  await tryAll(trials[0], tables[0], true);
  await tryAll(trials[1], tables[1], true);
  const putBack = await keepRows(owner);
  const direction = async (at: 0 | 1): Promise<Direction> => {
    const [{ actorOf, tenancy, watch }, { unasked, asked: all }] = [trials[at], asked[at]];
    const before = await ask(actorOf, all);
    await takeOthersOut(owner, tenancy);
    if (watch !== undefined) watch.baseline = null;
    const answers = compareAnswers(before, await ask(actorOf, all), tenancy);
    return directionOf(tables[at], [...answers, ...unasked]);
  };
  const first = await direction(0);
  await putBack();
  if (trials[1].watch !== undefined) trials[1].watch.baseline = null;
  return [first, await direction(1)];
}

/** What a leak is about, without the rows that show it. */
const placeOf = (leak: string): string => leak.slice(0, leak.indexOf(": "));

async function tryIsolation(trials: readonly [Trial, Trial], ownerExempt: boolean): Promise<IsolationReport> {
  const [{ tenancy, roles }] = trials;
  const [first, second] = await tryBoth(trials);
  const known = new Set(first.leaks.map(placeOf));
  const swappedLeaks = second.leaks.filter((leak) => !known.has(placeOf(leak)));
  const unproved = unprovedOf(trials[0]);
  return {
    tenants: [tenancy.own, tenancy.other],
    ...{ roles, ownerExempt, relations: first.relations, answers: first.answers },
    leaks: [...first.leaks, ...swappedLeaks],
    swappedLeaks,
    unproved: [
      ...new Set(
        [...unproved.filter(({ isReference }) => isReference !== true), ...first.unproved].map(
          ({ object }) => object,
        ),
      ),
    ],
    untried: [
      ...unproved.map(({ object, why }) => `${object}: ${why}`),
      ...first.unproved.map(({ role, object, why }) => `${role}${object}${why}`),
    ],
  };
}

/** What tells of the rows of other tenants: every version of them, in every table that the owner may read. */
async function watchOf(owner: Client, role: string, { grounds, own }: Tenancy): Promise<Watch | undefined> {
  const sums: string[] = [];
  for (const ground of grounds) {
    const { relation } = ground;
    const where = foreignRows(ground, own);
    if (relation.kind !== "table" || where === null) continue;
    const { rows } = await owner.query<{ may: boolean }>(
      "SELECT pg_catalog.has_table_privilege($1, $2::oid, 'SELECT') AND pg_catalog.has_schema_privilege($1, relnamespace, 'USAGE') AS may FROM pg_catalog.pg_class WHERE oid = $2::oid",
      [role, relation.oid],
    );
    if (rows[0]?.may === true)
      sums.push(
        `SELECT ${quoteText(relation.sql)} AS name, pg_catalog.count(*) || ' ' || coalesce(pg_catalog.sum(pg_catalog.hashtext(t.ctid::text || t.xmin::text || (t.*)::text)), 0) AS state FROM ${relation.sql} t WHERE ${where}`,
      );
  }
  return sums.length === 0 ? undefined : { role, sql: sums.join(" UNION ALL "), baseline: null };
}

/** @throws SchemaError `isolation-setting`: before anything is tried with it */
async function checkSettings(client: Client, settings: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(settings))
    await client
      .query("SELECT pg_catalog.set_config($1, $2, false)", [name, value])
      .catch((error: unknown) => {
        if (!(error instanceof DatabaseError)) throw error;
        const message = `The setting ${JSON.stringify(name)} cannot be set: ${error.message}. A setting of an application has two names with a dot between them: app.org_id (--tenant-setting, --set).`;
        throw new SchemaError("isolation-setting", message, { cause: error });
      });
  await client.query("RESET ALL");
}

/** Tries isolation in a rehearsal that holds its rows. It is taken apart by it. */
export async function isolationIn(
  { place, owner: login }: Rehearsal,
  options: IsolationOptions,
): Promise<IsolationReport> {
  const { tenantColumn = "org_id", tenantSetting = "app.org_id", settings = {} } = options;
  await connected(login, (client) => checkSettings(client, { ...settings, [tenantSetting]: "" }));
  const ownerExempt = options.owner === "bound" ? false : await place.exemptOwner();
  const tenancies = await connected(login, async (owner) => {
    await refreshAll(owner);
    return await findTenancies(owner, tenantColumn);
  });
  const roles = await rolesIn(place.admin, place.loaderRole);
  if (roles.length === 0)
    throw new SchemaError(
      "isolation-no-roles",
      "The source grants nothing to any role: there is nobody who could try. Grant to the roles of the application.",
    );
  // Only who is exempt sees what happened to the rows of others.
  const actors = await place.memberLogin(ownerExempt ? [...roles, place.loaderRole] : roles);
  return connected(login, (owner) =>
    connected(actors, async (client) => {
      const relations = tenancies[0].grounds.map(({ relation }) => relation);
      const rights = new Map<string, (ground: Ground) => Rights>();
      for (const role of roles) {
        const of = await rightsOf(owner, role, relations);
        rights.set(role, ({ relation }) => of(relation));
      }
      const trialOf = async (tenancy: Tenancy): Promise<Trial> => {
        const watch = ownerExempt ? await watchOf(owner, place.loaderRole, tenancy) : undefined;
        const named = { ...settings, [tenantSetting]: tenancy.own };
        return {
          ...{ owner, tenancy, roles, watch, options: { tenantSetting } },
          actorOf: (role) => ({ client, role, settings: named, ...(watch === undefined ? {} : { watch }) }),
          rights: (role) => rights.get(role) ?? (() => noRights),
        };
      };
      const trials = [await trialOf(tenancies[0]), await trialOf(tenancies[1])] as const;
      return await tryIsolation(trials, ownerExempt);
    }),
  );
}

/**
 * Loads schema and seeds in a scratch database and tries, as each role that something is granted to, to reach the rows of
 * another tenant through every table, view and function.
 * @throws SchemaError `isolation-no-tenants`, `isolation-tenants`, `isolation-no-roles`, `seed-failed`, and those of the
 * source and the scratch
 */
export function proveIsolation(request: IsolationRequest): Promise<IsolationReport> {
  return rehearse(request, async (rehearsal) => {
    const { source, owner } = rehearsal;
    const files = [...(await readSeeds(source)), ...(await readRehearsalRows(source))];
    await connected(owner, (client) => runFiles(client, files));
    return await isolationIn(rehearsal, request);
  });
}
