// Whether what a run destroys has a backup of that very run. Plan and backup stand in the state, too, where a run leaves them
// out (`--target`) or failed after them: those tell of a backup that was made before rows that came since.
import { type Properties, record, revisionOf, text, texts } from "../properties";

/** A run that destroys something, as no other run of the stack is called; empty before the first. */
export function runName(backup: string, revision: number, id: string): string {
  return backup === "" ? "" : `${backup} ${revision} ${id}`;
}

interface Run {
  readonly name: string;
  readonly destroys: readonly string[];
}

/** By schema. All handlers of an `up` share one process, and no two of them do. */
const runs = new Map<string, Run>();

function keyOf(properties: Properties): string {
  return `${text(properties, "__stack")} ${text(properties, "schema")}`;
}

/** To be called when a plan's resource is written. @param news its checked inputs, of a run that destroys something */
export function beginRun(id: string, news: Properties): void {
  const name = runName(text(news, "backup"), revisionOf(news), id);
  runs.set(keyOf(news), { name, destroys: texts(news, "destroys") });
}

/** What this run would destroy without a backup of this run, or null; null, too, where no backups are made. */
export function refuseWithoutBackup(news: Properties, used: readonly string[]): string | null {
  const { backedUp, needsBackup } = record(news.__run);
  if (needsBackup !== true) return null;
  const run = runs.get(keyOf(news));
  const isMade = run !== undefined && Array.isArray(backedUp) && backedUp.includes(run.name);
  const missing = used.filter((consent) => !(isMade && run.destroys.includes(consent)));
  if (missing.length === 0) return null;
  const list = missing.map((consent) => `  ${consent}`).join("\n");
  return [
    `this would be destroyed, and no backup of this run was made before:\n${list}`,
    "Nothing was changed. Preview again and read the new plan; run it without --target and --exclude, which leave the backup out.",
  ].join("\n");
}
