// The servers of the stand-in's clouds: real Postgres, each on a loopback address of its own and port 5432, with TLS and an
// administrator that is no superuser. The superuser is the cloud's alone, under the name that each cloud gives it.
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { connect, type Target } from "../../engine/postgres";
import { accountFor } from "../../engine/postgres/embedded/account";
import {
  adminUser,
  type Cluster,
  initialiseCluster,
  startCluster,
  stopCluster,
} from "../../engine/postgres/embedded/cluster";
import { nativePackage, prepareRuntime } from "../../engine/postgres/embedded/package";
import {
  cacheFor,
  giveTo,
  makeOpenDirectory,
  makePrivateDirectory,
  placeFor,
} from "../../engine/postgres/embedded/place";
import { folder } from "./store";

export interface CloudServer {
  /** File name of the record. */
  readonly key: string;
  readonly major: number;
  readonly address: string;
  readonly superuser: string;
  readonly password: string;
  /** Where the data lies. */
  readonly place: string;
}

interface NewServer {
  readonly key: string;
  readonly major: number;
  readonly superuser: string;
  /** What the cloud does to a fresh server, as its superuser. */
  readonly statements: readonly string[];
}

const port = 5432;
const certificates = (): string => path.join(folder(), "certificates");
const recordFile = (key: string, of = folder()): string => path.join(of, "servers", `${key}.json`);

export function certificateAuthority(): string {
  return readFileSync(path.join(certificates(), "authority.pem"), "utf8");
}

export function serverOf(key: string, of = folder()): CloudServer {
  if (!existsSync(recordFile(key, of))) throw new Error(`there is no server ${key}`);
  return JSON.parse(readFileSync(recordFile(key, of), "utf8"));
}

function servers(of = folder()): readonly CloudServer[] {
  const directory = path.join(of, "servers");
  if (!existsSync(directory)) return [];
  return readdirSync(directory).map((name) => serverOf(path.basename(name, ".json"), of));
}

/** The first that no server has of the addresses that the certificate is for. */
function freeAddress(): string {
  const addresses: readonly string[] = JSON.parse(
    readFileSync(path.join(folder(), "addresses.json"), "utf8"),
  );
  const taken = new Set(servers().map(({ address }) => address));
  const free = addresses.find((address) => !taken.has(address));
  if (free === undefined) throw new Error(`all ${addresses.length} addresses of the stand-in are taken`);
  return free;
}

/** As of the process that runs it: the account may differ from the one that made it only by being root. */
function clusterOf({ place, major }: CloudServer, of = folder()): Cluster {
  const account = accountFor(place);
  const cache = cacheFor(path.join(of, "postgres"), account);
  const bin = prepareRuntime(nativePackage(major), account, cache);
  return { major, bin, data: path.join(place, "data"), logFile: path.join(place, "server.log"), account };
}

function give({ account }: Cluster, file: string): void {
  chmodSync(file, 0o600);
  if (account !== undefined) chownSync(file, account.uid, account.gid);
}

/** @param plain whether connections without TLS are taken too */
function writeAccess(cluster: Cluster, plain: boolean): void {
  const kinds = plain ? ["hostssl", "host"] : ["hostssl"];
  const file = path.join(cluster.data, "pg_hba.conf");
  writeFileSync(file, kinds.map((kind) => `${kind} all all 127.0.0.0/8 scram-sha-256\n`).join(""));
  give(cluster, file);
}

async function start(server: CloudServer): Promise<void> {
  const settings = {
    listen_addresses: server.address,
    ssl: true,
    ssl_cert_file: "server.pem",
    ssl_key_file: "server.key",
    fsync: false,
    shared_buffers: "32MB",
  };
  await startCluster(clusterOf(server), { port, settings });
}

export async function makeServer({ key, major, superuser, statements }: NewServer): Promise<CloudServer> {
  const wanted = path.join(folder(), "postgres", key);
  const place = placeFor(wanted, accountFor(wanted));
  const server: CloudServer = {
    key,
    major,
    address: freeAddress(),
    superuser,
    password: randomBytes(18).toString("base64url"),
    place,
  };
  mkdirSync(path.dirname(recordFile(key)), { recursive: true });
  writeFileSync(recordFile(key), JSON.stringify(server));
  const cluster = clusterOf(server);
  makeOpenDirectory(place);
  makePrivateDirectory(cluster.data, cluster.account);
  await initialiseCluster(cluster, server.password);
  giveTo(cluster.account, cluster.data);
  for (const name of ["server.pem", "server.key"]) {
    copyFileSync(path.join(certificates(), name), path.join(cluster.data, name));
    give(cluster, path.join(cluster.data, name));
  }
  writeAccess(cluster, false);
  await start(server);
  await nameSuperuser(server);
  for (const sql of statements) await asSuperuser(server, sql);
  return server;
}

/** The one that initdb made gets the cloud's name for it; a role cannot rename itself. */
async function nameSuperuser(server: CloudServer): Promise<void> {
  const made = { ...server, superuser: adminUser };
  const other = { ...server, superuser: "namer" };
  await asSuperuser(made, `CREATE ROLE namer SUPERUSER LOGIN PASSWORD '${server.password}'`);
  await asSuperuser(other, `ALTER ROLE ${adminUser} RENAME TO ${server.superuser}`);
  await asSuperuser(server, "DROP ROLE namer");
}

function target({ address, superuser, password }: CloudServer, database: string): Target {
  return {
    host: address,
    port,
    database,
    user: superuser,
    password,
    tls: { mode: "verify-full", ca: certificateAuthority() },
  };
}

export async function asSuperuser(server: CloudServer, sql: string, database = "postgres"): Promise<void> {
  const client = await connect(target(server, database), { applicationName: "cloud" });
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Takes or refuses connections without TLS from now on. */
export async function permitPlain(server: CloudServer, plain: boolean): Promise<void> {
  writeAccess(clusterOf(server), plain);
  await asSuperuser(server, "SELECT pg_reload_conf()");
}

export async function dropServer(key: string, of = folder()): Promise<void> {
  const server = serverOf(key, of);
  await stopCluster(clusterOf(server, of), { immediate: true });
  rmSync(server.place, { recursive: true, force: true, maxRetries: 5 });
  rmSync(recordFile(key, of), { force: true });
}

/** For a test that ends without destroying its stack. */
export async function dropAllServers(of: string): Promise<void> {
  for (const { key } of servers(of)) await dropServer(key, of);
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
