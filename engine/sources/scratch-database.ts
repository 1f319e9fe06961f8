// One database to throw away on some server, owned by a role made for it that has no other rights. It must never touch
// a database or role that it did not make.
import { randomBytes } from "node:crypto";
import { type Client, DatabaseError } from "pg";
import { SchemaError } from "../api";
import { quoteName, quoteText } from "../catalog/names";
import { connect } from "../postgres/connect";
import { scramVerifier } from "../postgres/scram";
import type { Target } from "../postgres/target";

export interface ScratchDatabase {
  /** Logged in as the owner, without SUPERUSER, CREATEROLE or CREATEDB. */
  readonly loader: Client;
  /** The scratch's administrator, in the same database. */
  readonly admin: Client;
  /** The owner's name: what it owns counts as having no owner of its own. */
  readonly loaderRole: string;
  readonly adminTarget: Target;
  /** Makes the roles that are not there. Those that cannot be made are left to fail where they are named. */
  ensureRoles(names: readonly string[]): Promise<void>;
  /** Lets the owner make servers of every foreign data wrapper that is there. */
  letUseWrappers(): Promise<void>;
  /** Ends every session of the owner for good. */
  retireLoader(): Promise<void>;
  /** Lets these roles own what the loader made, where the administrator is no superuser. */
  prepareOwners(names: readonly string[]): Promise<void>;
  /**
   * A login of this database without SUPERUSER, CREATEROLE, CREATEDB or BYPASSRLS that may do what these roles may.
   * @throws SchemaError `rehearsal-role`
   */
  memberLogin(roles: readonly string[]): Promise<Target>;
  /** Exempts the owner from row security, as a superuser that owns a schema is; false where that may not be done. */
  exemptOwner(): Promise<boolean>;
  /** Drops the database and its role. A second call does nothing. */
  close(): Promise<void>;
}

/** The server that a scratch database is made on. */
export interface ScratchHost {
  /** A connection of the administrator that stays open as long as the scratch. */
  readonly client: Client;
  readonly admin: Target;
  readonly major: number;
  readonly superuser: boolean;
  /** Names of databases and roles end with it. */
  readonly id: string;
  /** Remembers a role made for a source, to drop it at the end. */
  madeRole(name: string): void;
}

export const databasePrefix = "stackschema_scratch_";
const rolePrefix = "stackschema_loader_";

/** The comment by which what a run made is known as ours. */
export function ownComment(id: string): string {
  return `stackschema scratch ${id}`;
}

/** UTF-8 and one collation everywhere, whatever the server's own. */
function createDatabaseSql(host: ScratchHost, name: string, role: string): string {
  const provider = host.major >= 15 ? " LOCALE_PROVIDER libc" : "";
  return (
    `CREATE DATABASE ${quoteName(name)} OWNER ${quoteName(role)} TEMPLATE template0 ` +
    `ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'${provider}`
  );
}

async function isRefused(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (error instanceof DatabaseError) return true;
    throw error;
  }
}

async function makeLogin(host: ScratchHost, role: string, password: string): Promise<void> {
  const verifier = quoteText(scramVerifier(password));
  await host.client.query(
    `CREATE ROLE ${quoteName(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${verifier}`,
  );
  await host.client.query(`COMMENT ON ROLE ${quoteName(role)} IS ${quoteText(ownComment(host.id))}`);
}

async function makeLoader(host: ScratchHost, role: string, password: string): Promise<void> {
  await makeLogin(host, role, password);
  if (!host.superuser) await host.client.query(`GRANT ${quoteName(role)} TO CURRENT_USER`);
}

class OwnedDatabase implements ScratchDatabase {
  private closed: Promise<void> | undefined;
  private retired = false;
  private readonly logins: string[] = [];

  constructor(
    private readonly host: ScratchHost,
    private readonly name: string,
    readonly loaderRole: string,
    readonly loader: Client,
    readonly admin: Client,
  ) {}

  get adminTarget(): Target {
    return { ...this.host.admin, database: this.name };
  }

  async ensureRoles(names: readonly string[]): Promise<void> {
    const { client, id, superuser } = this.host;
    const { rows } = await client.query<{ rolname: string }>("SELECT rolname FROM pg_catalog.pg_roles");
    const there = new Set(rows.map(({ rolname }) => rolname));
    for (const name of new Set(names)) {
      if (there.has(name)) continue;
      if (await isRefused(client.query(`CREATE ROLE ${quoteName(name)} NOLOGIN`))) continue;
      this.host.madeRole(name);
      await client.query(`COMMENT ON ROLE ${quoteName(name)} IS ${quoteText(ownComment(id))}`);
      if (!superuser) await isRefused(client.query(`GRANT ${quoteName(name)} TO CURRENT_USER`));
    }
  }

  async letUseWrappers(): Promise<void> {
    const grants = `DO $$ DECLARE w record; BEGIN FOR w IN SELECT fdwname FROM pg_catalog.pg_foreign_data_wrapper LOOP
      EXECUTE pg_catalog.format('GRANT USAGE ON FOREIGN DATA WRAPPER %I TO %I', w.fdwname, ${quoteText(this.loaderRole)});
      END LOOP; END $$`;
    await isRefused(this.admin.query(grants));
  }

  async retireLoader(): Promise<void> {
    if (this.retired) return;
    this.retired = true;
    await this.loader.end().catch(() => undefined);
    const { client } = this.host;
    await client.query(`ALTER ROLE ${quoteName(this.loaderRole)} NOLOGIN`);
    const ending =
      "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = $1";
    await client.query(ending, [this.loaderRole]);
  }

  /** An owner needs CREATE on the schema; as a member of the loader's role, it has it without a grant that would show. */
  async prepareOwners(names: readonly string[]): Promise<void> {
    if (this.host.superuser) return;
    for (const name of names) {
      await isRefused(this.host.client.query(`GRANT ${quoteName(this.loaderRole)} TO ${quoteName(name)}`));
    }
  }

  async memberLogin(roles: readonly string[]): Promise<Target> {
    const { client } = this.host;
    const role = `${this.loaderRole}_${this.logins.length + 1}`;
    const password = randomBytes(24).toString("base64url");
    await makeLogin(this.host, role, password);
    this.logins.push(role);
    for (const name of roles) {
      await client.query(`GRANT ${quoteName(name)} TO ${quoteName(role)}`).catch((error: unknown) => {
        if (!(error instanceof DatabaseError)) throw error;
        const message = `The scratch server's administrator may not act as role ${quoteName(name)}: ${error.message}. Use an embedded scratch server (\`scratch: embedded\` or --scratch embedded).`;
        throw new SchemaError("rehearsal-role", message, { cause: error });
      });
    }
    await client.query(`GRANT CONNECT, TEMPORARY ON DATABASE ${quoteName(this.name)} TO ${quoteName(role)}`);
    return { ...this.host.admin, database: this.name, user: role, password };
  }

  async exemptOwner(): Promise<boolean> {
    const { client, superuser } = this.host;
    if (superuser) await client.query(`ALTER ROLE ${quoteName(this.loaderRole)} BYPASSRLS`);
    return superuser;
  }

  close(): Promise<void> {
    this.closed ??= this.drop();
    return this.closed;
  }

  private async drop(): Promise<void> {
    await this.retireLoader();
    await this.admin.end().catch(() => undefined);
    await this.host.client.query(`DROP DATABASE IF EXISTS ${quoteName(this.name)} WITH (FORCE)`);
    for (const role of [...this.logins, this.loaderRole])
      await this.host.client.query(`DROP ROLE IF EXISTS ${quoteName(role)}`);
  }
}

/** Before Postgres 15 `public` belongs to the server's first superuser, and the loader could not grant on it. */
async function takePublic(host: ScratchHost, admin: Client, role: string): Promise<void> {
  if (host.major < 15) await isRefused(admin.query(`ALTER SCHEMA public OWNER TO ${quoteName(role)}`));
}

/** Makes the `number`-th database of a scratch. */
export async function createScratchDatabase(host: ScratchHost, number: number): Promise<ScratchDatabase> {
  const name = `${databasePrefix}${host.id}_${number}`;
  const role = `${rolePrefix}${host.id}_${number}`;
  const password = randomBytes(24).toString("base64url");
  await makeLoader(host, role, password);
  await host.client.query(createDatabaseSql(host, name, role));
  await host.client.query(`COMMENT ON DATABASE ${quoteName(name)} IS ${quoteText(ownComment(host.id))}`);
  await host.client.query(`REVOKE ALL ON DATABASE ${quoteName(name)} FROM PUBLIC`);
  const admin = await connect({ ...host.admin, database: name }, { applicationName: "stackschema scratch" });
  try {
    await takePublic(host, admin, role);
    const target: Target = { ...host.admin, database: name, user: role, password };
    const loader = await connect(target, { applicationName: "stackschema source", pipeline: true });
    return new OwnedDatabase(host, name, role, loader, admin);
  } catch (error) {
    await admin.end();
    throw error;
  }
}
