// Isolation proved by running it: schema and seeds in a scratch database, two tenants, and every application role trying to
// reach the other tenant's rows through everything it can reach. No policy is read; only what happens counts.
import type { Client } from "pg";
import { SchemaError } from "../../api";
import { connected, type Rehearsal, type RehearsalRequest, rehearse } from "../open";
import { readRehearsalRows, readSeeds, runFiles } from "../seeds";
import { ask, compareAnswers, type Questions, questionsOf } from "./answers";
import { type Attempted, attempt } from "./attempts";
import { refreshAll, takeGuardsAway, takeOthersOut } from "./bare";
import { type Rights, rightsOf, rolesIn } from "./facts";
import { findTenancy, type Ground, type Tenancy } from "./ground";
import {
  type Attempt,
  attempts,
  type IsolationOptions,
  type IsolationReport,
  type Outcome,
  type RelationTried,
} from "./model";
import type { Actor } from "./session";

export type { IsolationOptions, IsolationReport } from "./model";

export interface IsolationRequest extends RehearsalRequest, IsolationOptions {}

interface Trial {
  readonly owner: Client;
  readonly tenancy: Tenancy;
  readonly roles: readonly string[];
  readonly options: Required<Pick<IsolationOptions, "tenantSetting">>;
  actorOf(role: string): Actor;
  rights(role: string): (ground: Ground) => Rights;
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

/** Tables with no row of the other tenant: nothing could have been seen there. */
function unprovedOf({ grounds }: Tenancy, other: string): readonly string[] {
  return grounds.flatMap(({ relation, belonging, foreign }) =>
    belonging.by !== "nobody" && foreign === 0
      ? [
          `${relation.kind} ${relation.sql}: no row of another tenant than the one that tries is there (the other is ${other})`,
        ]
      : [],
  );
}

async function tryIsolation(trial: Trial, ownerExempt: boolean): Promise<IsolationReport> {
  const table: Table = new Map();
  const { tenancy, owner } = trial;
  await tryAll(trial, table, false);
  const { asked, unasked } = await questions(trial);
  await takeGuardsAway(owner);
  await tryAll(trial, table, true);
  const before = await ask(trial.actorOf, asked);
  await takeOthersOut(owner, tenancy);
  const answers = [...compareAnswers(before, await ask(trial.actorOf, asked), tenancy), ...unasked];
  const relations = triedOf(table);
  const all = [
    ...relations.flatMap(({ role, object, outcomes }) =>
      attempts.map((what) => ({ role, object: `${object}, ${what}`, outcome: outcomes[what] })),
    ),
    ...answers,
  ];
  return {
    tenants: [tenancy.own, tenancy.other],
    roles: trial.roles,
    ownerExempt,
    relations,
    answers,
    leaks: all.flatMap(({ role, object, outcome }) =>
      outcome.result === "leak" ? [`${role}, ${object}: ${outcome.why}`] : [],
    ),
    untried: [
      ...unprovedOf(tenancy, tenancy.other),
      ...all.flatMap(({ role, object, outcome }) =>
        outcome.result === "untried" ? [`${role}, ${object}: ${outcome.why}`] : [],
      ),
    ],
  };
}

/** Tries isolation in a rehearsal that holds its rows. It is taken apart by it. */
export async function isolationIn(
  { place, owner: login }: Rehearsal,
  options: IsolationOptions,
): Promise<IsolationReport> {
  const { tenantColumn = "org_id", tenantSetting = "app.org_id", settings = {} } = options;
  const ownerExempt = options.owner === "bound" ? false : await place.exemptOwner();
  const tenancy = await connected(login, async (owner) => {
    await refreshAll(owner);
    return await findTenancy(owner, tenantColumn);
  });
  const roles = await rolesIn(place.admin, place.loaderRole);
  if (roles.length === 0)
    throw new SchemaError(
      "isolation-no-roles",
      "The source grants nothing to any role: there is nobody who could try. Grant to the roles of the application.",
    );
  const actors = await place.memberLogin(roles);
  return connected(login, (owner) =>
    connected(actors, async (client) => {
      const relations = tenancy.grounds.map(({ relation }) => relation);
      const rights = new Map<string, (ground: Ground) => Rights>();
      for (const role of roles) {
        const of = await rightsOf(owner, role, relations);
        rights.set(role, ({ relation }) => of(relation));
      }
      const trial: Trial = {
        ...{ owner, tenancy, roles, options: { tenantSetting } },
        actorOf: (role) => ({ client, role, settings: { ...settings, [tenantSetting]: tenancy.own } }),
        rights: (role) =>
          rights.get(role) ??
          (() => ({ select: [], insert: [], update: [], delete: false, truncate: false })),
      };
      return await tryIsolation(trial, ownerExempt);
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
