// Looks from a second connection at the session that runs the steps: who keeps it waiting, and how far it is with an index.
// It is only opened when a step takes long, never holds a transaction, and what it cannot see never fails a run.
import type { Client } from "pg";
import type { Step } from "../plan/model";
import { connect } from "../postgres/connect";
import { type Activity, blockersOf, describeActivity } from "./activity";
import { describeProgress, isNews, type Progress, progressOf } from "./progress";
import type { Session } from "./session";

const slowest = 2000;

interface Running {
  readonly step: Step;
  readonly onProgress: (message: string) => void;
}

export class Watch {
  #opening: Promise<Client | null> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #seen: readonly Activity[] = [];
  #told = "";
  #turn = 0;
  #running: Running | null = null;
  #progress: { readonly last: Progress; readonly at: number } | null = null;

  /** @param onBlocked told of each new set of blockers of a step that waits without limit */
  constructor(
    private readonly session: Session,
    private readonly onBlocked: (message: string) => void,
  ) {}

  /**
   * A step was sent; from now on who blocks it is looked up before its lock timeout can strike.
   * @param onProgress told how far the server is with an index, where there is news
   */
  begin(step: Step, lockTimeout: number, onProgress: (message: string) => void): void {
    this.end();
    this.#turn++;
    this.#running = { step, onProgress };
    this.#progress = null;
    this.#seen = [];
    this.#told = "";
    const unlimited = lockTimeout === 0;
    this.#schedule(unlimited ? slowest : Math.min(lockTimeout * 0.4, slowest), unlimited);
  }

  /** The step ended, well or not. */
  end(): void {
    this.#running = null;
    clearTimeout(this.#timer);
  }

  /** Who was last seen blocking the current step. */
  async blockers(): Promise<readonly Activity[]> {
    await this.#looking;
    return this.#seen;
  }

  /** Asks the server to stop the running statement. */
  async cancel(): Promise<void> {
    const client = await this.#open();
    await client?.query("SELECT pg_catalog.pg_cancel_backend($1)", [this.session.pid]).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.end();
    await this.#looking;
    const client = await this.#opening;
    await client?.end().catch(() => undefined);
  }

  #open(): Promise<Client | null> {
    this.#opening ??= connect(this.session.target, { applicationName: "stackschema watch" }).catch(
      () => null,
    );
    return this.#opening;
  }

  #schedule(pause: number, unlimited: boolean): void {
    const turn = this.#turn;
    this.#timer = setTimeout(() => {
      this.#looking = this.#look(unlimited).then(() => {
        if (turn === this.#turn && this.#running !== null) this.#schedule(pause, unlimited);
      });
    }, pause);
  }

  async #look(unlimited: boolean): Promise<void> {
    const turn = this.#turn;
    const client = await this.#open();
    if (client === null) return;
    const { pid } = this.session;
    const [found, progress] = await Promise.all([
      blockersOf(client, pid).catch(() => []),
      progressOf(client, pid).catch(() => null),
    ]);
    // A late answer about an earlier step is worth nothing.
    if (turn !== this.#turn) return;
    if (progress !== null) this.#tellProgress(progress);
    if (found.length > 0) this.#tellBlockers(found, unlimited);
  }

  #tellProgress(progress: Progress): void {
    const now = performance.now();
    const since = now - (this.#progress?.at ?? now);
    if (this.#running === null || !isNews(this.#progress?.last ?? null, progress, since)) return;
    this.#progress = { last: progress, at: now };
    this.#running.onProgress(describeProgress(progress));
  }

  #tellBlockers(found: readonly Activity[], unlimited: boolean): void {
    this.#seen = found;
    const pids = found.map((activity) => activity.pid).join();
    if (!unlimited || this.#running === null || pids === this.#told) return;
    this.#told = pids;
    this.onBlocked(`${this.#running.step.object} waits: ${describeBlockers(found)}`);
  }
}

export function describeBlockers(blockers: readonly Activity[]): string {
  if (blockers.length === 0) return "who blocks it was not seen";
  const shown = blockers.slice(0, 3).map(describeActivity);
  if (blockers.length > shown.length) shown.push(`and ${blockers.length - shown.length} more`);
  return `blocked by ${shown.join("; ")}`;
}
