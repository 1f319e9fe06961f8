// A rehearsal: a source loaded in a scratch database that stays open, with a login that stands for the administrator.
// Nothing here ever reaches the user's database.
import type { Client } from "pg";
import { defaultMajor, SchemaError, type ScratchSpec, type SourceSpec } from "../api";
import { connect } from "../postgres/connect";
import type { Target } from "../postgres/target";
import { loadSource, type ScratchDatabase, type ScratchProvider, scratchProvider } from "../sources";

export interface RehearsalRequest {
  /** Files: what another database declares has no seeds. */
  readonly source: SourceSpec;
  /** The server whose major version counts; null: there is none yet. @default null */
  readonly target?: Target | null;
  /** Major version while there is no target. @default 17 */
  readonly assumeMajor?: number;
  /** @default "auto" */
  readonly scratch?: ScratchSpec;
  /** Absolute directory for scratch servers. */
  readonly cacheDirectory: string;
}

export interface Rehearsal {
  readonly place: ScratchDatabase;
  /** Directory or file of the source. */
  readonly source: string;
  /** A login with the rights of every owner in the database, without SUPERUSER, CREATEROLE or BYPASSRLS. */
  readonly owner: Target;
}

/** Owners of what the source made: whoever they are, one login must be able to act for them. */
const ownersQuery = `
  SELECT r.rolname::text AS name, r.rolsuper AS superuser FROM pg_catalog.pg_roles r
  WHERE EXISTS (SELECT FROM pg_catalog.pg_shdepend d JOIN pg_catalog.pg_database b ON b.oid = d.dbid
    WHERE b.datname = pg_catalog.current_database() AND d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass
      AND d.refobjid = r.oid AND d.deptype = 'o')
  UNION SELECT r.rolname::text, true FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_roles r ON r.oid = p.proowner
  WHERE p.prosecdef AND r.rolsuper AND p.pronamespace NOT IN (SELECT oid FROM pg_catalog.pg_namespace
      WHERE nspname IN ('pg_catalog', 'information_schema'))
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
      AND d.objid = p.oid AND d.deptype = 'e')`;

async function ownersIn(place: ScratchDatabase): Promise<readonly string[]> {
  const { rows } = await place.admin.query<{ name: string; superuser: boolean }>(ownersQuery);
  const above = rows.filter(({ superuser }) => superuser).map(({ name }) => name);
  if (above.length > 0)
    throw new SchemaError(
      "rehearsal-owner",
      `The source gives routines to the superuser ${above.join(", ")}: with them, whatever it runs could do anything on the scratch server. Name another owner, or none.`,
    );
  return [...new Set([place.loaderRole, ...rows.map(({ name }) => name)])];
}

/** Where nobody else owns anything it works as the owner itself, so that what it makes is the owner's. */
async function ownerOf(place: ScratchDatabase): Promise<Target> {
  const owners = await ownersIn(place);
  const login = await place.memberLogin(owners);
  return owners.length === 1 ? { ...login, options: `-c role=${place.loaderRole}` } : login;
}

/** What a rehearsal is made of: a place for databases, and what is loaded into each. */
export class Rehearsals {
  private readonly scratch: ScratchProvider;

  /** @throws SchemaError `scratch-unavailable`, `embedded-missing` */
  constructor(
    request: Omit<RehearsalRequest, "source" | "target">,
    target: Target | null,
    readonly major: number,
  ) {
    const { scratch = "auto", cacheDirectory } = request;
    this.scratch = scratchProvider({ spec: scratch, target, major, cacheDirectory });
  }

  /**
   * Loads a source into a database of its own.
   * @throws SchemaError `rehearsal-source`, `rehearsal-owner`, and those of the source and the scratch
   */
  async open(source: SourceSpec): Promise<Rehearsal> {
    if (source.kind === "database")
      throw new SchemaError(
        "rehearsal-source",
        "The source is a database: it has no seeds, and nothing is rehearsed with it. Name a directory of files.",
      );
    const place = await this.scratch.createDatabase();
    await loadSource(place, source.path);
    return { place, source: source.path, owner: await ownerOf(place) };
  }

  /** A database with nothing in it. */
  async openEmpty(): Promise<Omit<Rehearsal, "source">> {
    const place = await this.scratch.createDatabase();
    return { place, owner: await ownerOf(place) };
  }

  close(): Promise<void> {
    return this.scratch.close();
  }
}

function majorOf(target: Target): Promise<number> {
  return connected(target, async (client) => {
    const { rows } = await client.query<{ major: number }>(
      "SELECT pg_catalog.current_setting('server_version_num')::int / 10000 AS major",
    );
    return rows[0]?.major ?? defaultMajor;
  });
}

/** Where rehearsals are held for this request. Starts nothing. */
export async function rehearsals(request: Omit<RehearsalRequest, "source">): Promise<Rehearsals> {
  const { target = null, assumeMajor = defaultMajor } = request;
  return new Rehearsals(request, target, target === null ? assumeMajor : await majorOf(target));
}

/** Does `work` with a source that is loaded; nothing of it stays. */
export async function rehearse<T>(
  request: RehearsalRequest,
  work: (rehearsal: Rehearsal) => Promise<T>,
): Promise<T> {
  const held = await rehearsals(request);
  try {
    return await work(await held.open(request.source));
  } finally {
    await held.close();
  }
}

/** Does `work` on a connection of its own. */
export async function connected<T>(target: Target, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(target, { applicationName: "stackschema rehearsal" });
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
