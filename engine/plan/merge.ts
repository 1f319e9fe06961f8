// Statements that each write a table again become one, which writes it once. Pure.
import type { Draft } from "./draft";

/**
 * Ordered drafts, with neighbours joined that rewrite the same table (manual, ALTER TABLE: several actions in one command). What only
 * the order needed is that of the first.
 */
export function mergeRewrites(drafts: readonly Draft[]): readonly Draft[] {
  const merged: Draft[] = [];
  for (const draft of drafts) {
    const last = merged.at(-1);
    const joined = last === undefined ? null : join(last, draft);
    if (joined === null) merged.push(draft);
    else merged[merged.length - 1] = joined;
  }
  return merged;
}

function join(first: Draft, second: Draft): Draft | null {
  const table =
    /^ALTER TABLE (?:"(?:[^"]|"")*"|[^\s".]+)\.(?:"(?:[^"]|"")*"|[^\s".]+) (?=ALTER COLUMN |ADD COLUMN )/;
  const [prefix] = table.exec(first.sql) ?? [];
  const isSame = prefix !== undefined && second.sql.startsWith(prefix) && table.test(second.sql);
  const isFree = !first.alone && !second.alone && !second.later && first.bundle === second.bundle;
  if (!isSame || !isFree || !first.rewrites || !second.rewrites) return null;
  return {
    ...first,
    sql: `${first.sql}, ${second.sql.slice(prefix.length)}`,
    cause: first.cause === second.cause ? first.cause : `${first.cause}; ${second.cause}`,
    phase: first.phase === second.phase ? first.phase : "contract",
    creates: [...first.creates, ...second.creates],
    drops: [...first.drops, ...second.drops],
    locks: [...first.locks, ...second.locks],
    scans: first.scans || second.scans,
    hazards: unlike([...first.hazards, ...second.hazards]),
  };
}

/** What both say of the table is said once. */
function unlike(hazards: Draft["hazards"]): Draft["hazards"] {
  const seen = new Set<string>();
  return hazards.filter((hazard) => {
    const text = JSON.stringify(hazard);
    return !seen.has(text) && seen.add(text);
  });
}
