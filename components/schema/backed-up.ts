// Whether what a run destroys is what was known when its backup was made. Pure.
import { type Properties, record } from "../properties";

/** What this run would destroy and the plan before the backup did not hold, or null; null without a backup, too. */
export function refuseWithoutBackup(news: Properties, used: readonly string[]): string | null {
  const { backedUp } = record(news.__run);
  if (!Array.isArray(backedUp)) return null;
  const missing = used.filter((consent) => !backedUp.includes(consent));
  if (missing.length === 0) return null;
  const list = missing.map((consent) => `  ${consent}`).join("\n");
  return `this would be destroyed, and was not planned yet when the backup was made:\n${list}\nNothing was changed. Preview again and read the new plan.`;
}
