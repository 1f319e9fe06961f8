// Looks from a second connection at the session that runs the steps: who keeps it waiting. It is only opened when a step
// takes long, never holds a transaction, and what it cannot see never fails a run.
// Progress of an index build (`pg_stat_progress_create_index`) is to be read in `#look`.
import type { Client } from "pg";
import type { Step } from "../plan/model";
import { connect } from "../postgres/connect";
import { type Activity, blockersOf, describeActivity } from "./activity";
import type { Session } from "./session";

const slowest = 2000;

export class Watch {
  #opening: Promise<Client | null> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #seen: readonly Activity[] = [];
  #told = "";
  #turn = 0;
  #running: Step | null = null;

  /** @param onBlocked told of each new set of blockers of a step that waits without limit */
  constructor(
    private readonly session: Session,
    private readonly onBlocked: (message: string) => void,
  ) {}

  /** A step was sent; from now on who blocks it is looked up before its lock timeout can strike. */
  begin(step: Step, lockTimeout: number): void {
    this.end();
    this.#turn++;
    this.#running = step;
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
    const found = client === null ? [] : await blockersOf(client, this.session.pid).catch(() => []);
    // A late answer about an earlier step is worth nothing.
    if (turn !== this.#turn || found.length === 0) return;
    this.#seen = found;
    const pids = found.map((activity) => activity.pid).join();
    if (!unlimited || this.#running === null || pids === this.#told) return;
    this.#told = pids;
    this.onBlocked(`${this.#running.object} waits: ${describeBlockers(found)}`);
  }
}

export function describeBlockers(blockers: readonly Activity[]): string {
  if (blockers.length === 0) return "who blocks it was not seen";
  const shown = blockers.slice(0, 3).map(describeActivity);
  if (blockers.length > shown.length) shown.push(`and ${blockers.length - shown.length} more`);
  return `blocked by ${shown.join("; ")}`;
}
