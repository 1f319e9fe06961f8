// Runs a source in a scratch database, in whatever order works: what fails for want of another statement is tried again
// after the rest. It runs as a role without rights; only statements checked word by word are the administrator's.
import type { Client, DatabaseError, QueryConfig } from "pg";
import { failureProblems, settingProblems } from "./failure";
import { type Item, type Rank, ranks } from "./item";
import { type Ordered, orderItems } from "./order";
import { realRoles } from "./privileges";
import type { Problem } from "./problem";
import type { Failure } from "./roots";
import { adoptSearchPath, asDatabaseError, madeBy, type Outcome, Session } from "./session";
import { forgetTokens, type SourceFile } from "./split";

/** The two sides of one scratch database. */
interface LoadPlace {
  /** Logged in as the role that owns the database and has no other rights; best with pipelining. */
  readonly loader: Client;
  /** The scratch's administrator, in the same database. */
  readonly admin: Client;
  readonly loaderRole: string;
  /** Makes the roles that are not there; one that cannot be made is left to fail where it is named. */
  ensureRoles(names: readonly string[]): Promise<void>;
  /** Lets the loader make servers of every foreign data wrapper that is there. */
  letUseWrappers(): Promise<void>;
  /** Ends every session of the loader's role for good. */
  retireLoader(): Promise<void>;
  /** Lets these roles own what the loader made. */
  prepareOwners(names: readonly string[]): Promise<void>;
}

/** Errors that no other statement can cure. */
const permanent = new Set(["42601", "42P07", "42710", "42723", "42P06"]);

/** A role that a statement lacks: named by it, or one that a block would make if it were not there. */
function missingRole(error: DatabaseError): string | undefined {
  if (error.code === "42704") return /^role "(.+)" does not exist$/.exec(error.message)?.[1];
  if (error.code !== "42501") return undefined;
  const made = /SQL statement "CREATE (?:ROLE|USER)\s+(?:"((?:[^"]|"")+)"|([A-Za-z_][\w$]*))/i.exec(
    error.where ?? "",
  );
  return made?.[1]?.replaceAll('""', '"') ?? made?.[2]?.toLowerCase();
}

/** ALTER … OWNER TO for what this transaction made: a class may come with a family of its own. */
const handOver = `
  SELECT format('ALTER OPERATOR %s %I.%I USING %I OWNER TO %I', o.kind, n.nspname, o.name, a.amname, $1::text) AS sql
  FROM (SELECT 'CLASS' AS kind, opcname AS name, opcnamespace AS schema, opcmethod AS method, xmin AS made FROM pg_opclass
    UNION ALL SELECT 'FAMILY', opfname, opfnamespace, opfmethod, xmin FROM pg_opfamily) o
  JOIN pg_namespace n ON n.oid = o.schema JOIN pg_am a ON a.oid = o.method
  WHERE o.made = pg_current_xact_id()::xid`;

interface Unchecked {
  readonly entry: Ordered;
  readonly oid: string;
  readonly validator: string;
}

class Load {
  private readonly done = new Set<Ordered>();
  private readonly failures = new Map<Ordered, Failure>();
  private readonly knownRoles = new Set<string>();
  private readonly unchecked: Unchecked[] = [];
  /** Routines to be made leakproof, by their object numbers. */
  private readonly leakproof = new Map<string, Ordered>();
  private readonly session: Session;

  constructor(
    private readonly place: LoadPlace,
    private readonly entries: readonly Ordered[],
  ) {
    this.session = new Session(place.loader);
  }

  async run(files: ReadonlyMap<string, SourceFile>): Promise<readonly Problem[]> {
    await this.ensureRoles(this.entries.flatMap(({ item }) => item.roles));
    await this.layGround();
    await this.once(this.ofRanks(ranks.defaultPrivilege));
    await this.makeObjects();
    await this.settle(this.ofRanks(ranks.refresh));
    for (const rank of [ranks.comment, ranks.generalPrivilege, ranks.privilege] as const) {
      await this.once(this.ofRanks(rank));
    }
    await this.setOwners();
    const items = this.entries.map(({ item }) => item);
    return [
      ...failureProblems([...this.failures.values()], items, files),
      ...settingProblems(this.session.failedSettings),
    ];
  }

  private ofRanks(...wanted: readonly Rank[]): readonly Ordered[] {
    return this.entries.filter(({ item }) => wanted.includes(item.rank));
  }

  private async ensureRoles(names: readonly string[]): Promise<void> {
    const missing = [...new Set(names)].filter((name) => !this.knownRoles.has(name));
    for (const name of missing) this.knownRoles.add(name);
    if (missing.length > 0) await this.place.ensureRoles(missing);
  }

  /** Roles that Postgres says are missing and that were not seen in the words. True when some were made. */
  private async ensureNamedRoles(): Promise<boolean> {
    const names = [...this.failures.values()].flatMap(({ error }) => {
      const name = missingRole(error);
      return name === undefined || this.knownRoles.has(name) ? [] : [name];
    });
    await this.ensureRoles(names);
    return names.length > 0;
  }

  private record(entry: Ordered, outcome: Outcome): void {
    if (outcome.ok) {
      this.done.add(entry);
      this.failures.delete(entry);
      const made = entry.item.isLeakproof ? madeBy(outcome) : null;
      if (made !== null) this.leakproof.set(made.oid, entry);
    } else this.failures.set(entry, { item: entry.item, error: outcome.error });
  }

  private isHopeless(entry: Ordered): boolean {
    const code = this.failures.get(entry)?.error.code;
    return code !== undefined && permanent.has(code);
  }

  private pending(entries: readonly Ordered[]): readonly Ordered[] {
    return entries.filter((entry) => !this.done.has(entry) && !this.isHopeless(entry));
  }

  /** Tries each once, in order; one waits until the one before it about the same object is done. */
  private async pass(entries: readonly Ordered[], chains: "kept" | "broken"): Promise<void> {
    let batch: Ordered[] = [];
    const flush = async (): Promise<void> => {
      const outcomes = await this.session.run(batch.map(({ item }) => item));
      batch.forEach((entry, index) => {
        const outcome = outcomes[index];
        if (outcome !== undefined) this.record(entry, outcome);
      });
      batch = [];
    };
    for (const entry of entries) {
      const before = entry.after;
      if (chains === "kept" && before !== null && !this.done.has(before)) {
        if (batch.includes(before)) await flush();
        if (!this.done.has(before)) continue;
      }
      if (entry.item.runner === "loader") batch.push(entry);
      else {
        await flush();
        await this.asSuperuser(entry);
      }
    }
    await flush();
  }

  /** Tries again until nothing more succeeds. */
  private async settle(entries: readonly Ordered[]): Promise<void> {
    for (let left = this.pending(entries); left.length > 0; ) {
      await this.pass(left, "kept");
      let next = this.pending(left);
      const madeRoles = await this.ensureNamedRoles();
      if (next.length === left.length && !madeRoles) {
        await this.pass(next, "broken");
        next = this.pending(next);
        if (next.length === left.length) return;
      }
      left = next;
    }
  }

  /** In order and once; again from the start where a role was missing, for the order decides what is granted. */
  private async once(entries: readonly Ordered[]): Promise<void> {
    await this.pass(entries, "broken");
    if (await this.ensureNamedRoles()) await this.pass(entries, "broken");
  }

  private async asAdmin(entry: Ordered): Promise<void> {
    try {
      await adoptSearchPath(this.place.admin, entry.item.settings);
      await this.place.admin.query(entry.item.sql);
      this.done.add(entry);
      this.failures.delete(entry);
    } catch (error) {
      this.failures.set(entry, { item: entry.item, error: asDatabaseError(error) });
    }
  }

  /** One statement that runs no code of the source, of which nothing stays the administrator's own. */
  private async asSuperuser(entry: Ordered): Promise<void> {
    const { admin, loaderRole } = this.place;
    try {
      await adoptSearchPath(admin, entry.item.settings);
      await admin.query("BEGIN");
      // Sent like this, which pg's types do not know, a second statement in it is an error.
      await admin.query({ text: entry.item.sql, queryMode: "extended" } as QueryConfig);
      await admin.query("SET LOCAL search_path = ''");
      const { rows } = await admin.query<{ sql: string }>(handOver, [loaderRole]);
      for (const { sql } of rows) await admin.query(sql);
      await admin.query("COMMIT");
      this.record(entry, { ok: true, results: [] });
    } catch (error) {
      await admin.query("ROLLBACK").catch(() => undefined);
      this.record(entry, { ok: false, error: asDatabaseError(error) });
    }
  }

  /** Schemas and extensions, while nothing of the source is there that an extension's script could stumble over. */
  private async layGround(): Promise<void> {
    const entries = this.ofRanks(ranks.ground);
    await this.layAll(entries);
    if (entries.some(({ item }) => item.runner === "admin")) await this.place.letUseWrappers();
  }

  private async layAll(entries: readonly Ordered[]): Promise<void> {
    for (let left = entries; left.length > 0; ) {
      await this.pass(
        left.filter(({ item }) => item.runner === "loader"),
        "kept",
      );
      for (const entry of left) if (entry.item.runner === "admin") await this.asAdmin(entry);
      const next = this.pending(left);
      if (next.length === left.length) return;
      left = next;
    }
  }

  private async makeObjects(): Promise<void> {
    const entries = this.entries.filter(({ item }) => item.rank > ranks.ground && item.rank <= ranks.rest);
    await this.settle(entries);
    for (let before = -1; before !== this.done.size; ) {
      before = this.done.size;
      await this.makeRoutinesUnchecked(this.pending(entries).filter(({ item }) => item.isRoutine));
      if (this.done.size > before) await this.settle(entries);
    }
    await this.checkRoutines();
  }

  /** Routines that call each other: none can be made with its body checked before the other is there. */
  private async makeRoutinesUnchecked(entries: readonly Ordered[]): Promise<void> {
    const items = entries.map(({ item }) => item);
    const outcomes = await this.session.run(items, "SET check_function_bodies TO off");
    entries.forEach((entry, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined) return;
      // The failure with the body checked tells more than one without.
      if (outcome.ok || !this.failures.has(entry)) this.record(entry, outcome);
      const made = madeBy(outcome);
      if (made !== null && made.validator !== null) {
        this.unchecked.push({ entry, oid: made.oid, validator: made.validator });
      }
    });
  }

  private async checkRoutines(): Promise<void> {
    const items = this.unchecked.map(({ entry, oid, validator }) => ({
      ...entry.item,
      isLeakproof: false,
      sql: `SELECT ${validator}(${oid})`,
    }));
    const outcomes = await this.session.run(items);
    this.unchecked.forEach(({ entry }, index) => {
      const outcome = outcomes[index];
      if (outcome !== undefined && !outcome.ok) this.record(entry, outcome);
    });
  }

  /** Only a superuser may. Nobody is left who could use it to look where row security forbids. */
  private async makeLeakproof(oid: string, entry: Ordered): Promise<void> {
    const { admin } = this.place;
    try {
      await admin.query("SELECT pg_catalog.set_config('search_path', '', false)");
      const { rows } = await admin.query<{ name: string }>("SELECT $1::oid::regprocedure::text AS name", [
        oid,
      ]);
      const [row] = rows;
      if (row !== undefined) await admin.query(`ALTER ROUTINE ${row.name} LEAKPROOF`);
    } catch (error) {
      this.failures.set(entry, { item: entry.item, error: asDatabaseError(error) });
    }
  }

  /** Last, and after the loader is gone: nobody is left who could use what a new owner's rights would open. */
  private async setOwners(): Promise<void> {
    const entries = this.entries.filter(({ item }) => item.rank >= ranks.owner);
    if (entries.length === 0 && this.leakproof.size === 0) return;
    await this.place.retireLoader();
    for (const [oid, entry] of this.leakproof) await this.makeLeakproof(oid, entry);
    const owners = new Set(entries.flatMap(({ item }) => (item.owner === undefined ? [] : [item.owner])));
    await this.place.prepareOwners([...owners]);
    for (const entry of this.ofRanks(ranks.owner, ranks.schemaOwner)) await this.asAdmin(entry);
    // What is granted to or taken from an owner means something only now that it is the owner.
    const concerned = this.ofRanks(ranks.generalPrivilege, ranks.privilege).filter(({ item }) =>
      realRoles(item.privilege?.grantees ?? []).some((role) => owners.has(role)),
    );
    for (const entry of [...concerned, ...this.ofRanks(ranks.ownersPrivilege)]) await this.asAdmin(entry);
    for (const rank of [ranks.ofDatabase, ranks.aboutDatabase, ranks.eventTrigger, ranks.aboutEventTrigger])
      for (const entry of this.ofRanks(rank)) await this.asAdmin(entry);
  }
}

/** Loads what was read from a source; gives what failed. */
export async function loadItems(
  place: LoadPlace,
  items: readonly Item[],
  files: ReadonlyMap<string, SourceFile>,
): Promise<readonly Problem[]> {
  const ordered = orderItems(items);
  for (const { statement } of items) forgetTokens(statement);
  return await new Load(place, ordered).run(files);
}
