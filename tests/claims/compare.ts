// Compares what each step claims with what was observed.
import { type LockMode, lockModes } from "../../engine/plan/model";
import type { Effect, Observation, Observed } from "./observe";

export interface Compared {
  readonly claims: number;
  /** One line each. */
  readonly wrong: readonly string[];
}

/** Weaker modes stop nobody but who changes the table's own definition: they are not claimed. */
const weakest = lockModes.indexOf("SHARE UPDATE EXCLUSIVE");
const rank = (mode: LockMode | null): number => (mode === null ? -1 : lockModes.indexOf(mode));

export function compareClaims({ observations, names }: Observed): Compared {
  const compared = observations.map((observation) => compareStep(observation, names));
  return {
    claims: compared.reduce((sum, { claims }) => sum + claims, 0),
    wrong: compared.flatMap(({ wrong }) => wrong),
  };
}

function compareStep({ step, effects }: Observation, names: ReadonlyMap<string, number>): Compared {
  const claimed = new Map<number, LockMode>();
  const wrong: string[] = [];
  for (const { mode, relation } of step.locks) {
    const oid = names.get(relation.replace(/^(materialized view|\S+) /, ""));
    if (oid === undefined) wrong.push(`claims ${mode} on ${relation}, which is not there: ${step.sql}`);
    else if (rank(mode) > rank(claimed.get(oid) ?? null)) claimed.set(oid, mode);
  }
  const isLocked = ({ strongest, minor, oid }: Effect): boolean =>
    rank(strongest) >= weakest && (!minor || claimed.has(oid));
  const locked = effects.filter(isLocked);
  for (const effect of locked)
    if (!fits(effect, claimed)) wrong.push(`${lockText(effect, claimed)}: ${step.sql}`);
  for (const [oid, mode] of claimed)
    if (rank(mode) >= weakest && !locked.some((effect) => effect.oid === oid))
      wrong.push(`claims ${mode} on ${nameOf(oid, effects)}, which it does not take: ${step.sql}`);
  const rewritten = effects.filter((effect) => effect.rewritten && !effect.minor);
  if (!agrees(step.rewrites, rewritten))
    wrong.push(`rewrites: claims ${step.rewrites}, rewrote ${namesOf(rewritten)}: ${step.sql}`);
  const scanned = effects.filter((effect) => effect.scanned && !effect.minor);
  const readsAll = step.scans || step.rewrites;
  if (step.transactional && !agrees(readsAll, scanned))
    wrong.push(`scans: claims ${readsAll}, scanned ${namesOf(scanned)}: ${step.sql}`);
  return { claims: new Set([...claimed.keys(), ...locked.map(({ oid }) => oid)]).size + 2, wrong };
}

/** What is done to an empty table need not be claimed, and may be. */
const agrees = (claimed: boolean, seen: readonly Effect[]): boolean =>
  claimed ? seen.length > 0 : !seen.some(({ hadRows }) => hadRows);

const namesOf = (effects: readonly Effect[]): string => effects.map(({ name }) => name).join() || "nothing";

const fits = ({ oid, strongest }: Effect, claimed: ReadonlyMap<number, LockMode>): boolean =>
  claimed.get(oid) === strongest;

const lockText = ({ oid, name, strongest }: Effect, claimed: ReadonlyMap<number, LockMode>): string =>
  `claims ${claimed.get(oid) ?? "no lock"} on ${name}, takes ${strongest ?? "none"}`;

const nameOf = (oid: number, effects: readonly Effect[]): string =>
  effects.find((effect) => effect.oid === oid)?.name ?? `relation ${oid}`;
