// The way to a server that is not reached directly: through a jump host, or by Cloud SQL's connector. Plain data, and the text
// that a user gives for it; nothing of it is secret.
import { SchemaError } from "../../api";

export interface JumpHost {
  readonly kind: "jump host";
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `SHA256:…`, as `ssh-keygen -lf` prints the fingerprint of the host's public key. */
  readonly hostKey: string;
  /** Of a private key in OpenSSH's or PEM form; the agent is asked where there is none. */
  readonly keyFile?: string;
  /** Socket of the agent, as SSH_AUTH_SOCK has it. */
  readonly agent?: string;
}

export interface CloudSql {
  readonly kind: "cloud sql";
  /** `project:region:instance`. */
  readonly instance: string;
  readonly address: "public" | "private" | "psc";
  /** Logs in as the user with a token of Google's IAM rather than a password. */
  readonly iam: boolean;
}

export type Way = JumpHost | CloudSql;

export interface ParseWayOptions {
  /** SSH_AUTH_SOCK and HOME. @default {} */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const forms =
  "ssh://<user>@<host>[:22]?host-key=SHA256:…[&key-file=<file>] or " +
  "cloud-sql:<project>:<region>:<instance>[?ip=public|private|psc][&login=iam]";

const addresses = ["public", "private", "psc"] as const;

/**
 * @param text as in the setting `via` and the option `--via`
 * @throws SchemaError `bad-way` that shows the forms there are
 */
export function parseWay(text: string, { environment = {} }: ParseWayOptions = {}): Way {
  const [head = "", query = ""] = text.split(/\?(.*)/s);
  const given = parameters(query);
  if (head.startsWith("ssh://")) return jumpHost(head, given, environment);
  const [, instance] = /^cloud-sql:([^:?]+(?::[^:?]+)?:[^:?]+:[^:?]+)$/.exec(head) ?? [];
  if (instance === undefined) throw badWay("there is no such way");
  refuseOthers(given, ["ip", "login"]);
  const address = addresses.find((known) => known === (given.get("ip") ?? "public"));
  if (address === undefined) throw badWay(`ip is ${addresses.join(", ")}`);
  const login = given.get("login");
  if (login !== undefined && login !== "iam") throw badWay("login is iam, or left out");
  return { kind: "cloud sql", instance, address, iam: login === "iam" };
}

function jumpHost(
  head: string,
  given: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string | undefined>>,
): JumpHost {
  refuseOthers(given, ["host-key", "key-file"]);
  const url = URL.canParse(head) ? new URL(head) : undefined;
  if (!url?.hostname || url.username === "") throw badWay("a user and a host must stand there");
  if (url.password !== "") throw badWay("a password is not taken: give a key, or load it into the agent");
  const hostKey = given.get("host-key") ?? "";
  if (!/^SHA256:[A-Za-z0-9+/]{43}=?$/.test(hostKey)) {
    const command = `ssh-keyscan ${url.hostname} | ssh-keygen -lf -`;
    throw badWay(
      `host-key=SHA256:… is missing, which this prints, and whoever runs the host confirms: ${command}`,
    );
  }
  const file = given.get("key-file");
  const { SSH_AUTH_SOCK: agent, HOME: home = "" } = environment;
  return {
    kind: "jump host",
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port || 22),
    user: decoded(url.username),
    hostKey: hostKey.replace(/=$/, ""),
    ...(file === undefined ? {} : { keyFile: file.replace(/^~(?=\/|$)/, () => home) }),
    ...(file === undefined && agent ? { agent } : {}),
  };
}

/** Plus signs are base64's. */
function parameters(query: string): ReadonlyMap<string, string> {
  const parts = query === "" ? [] : query.split("&");
  const entries = parts.map((part): [string, string] => {
    const [name = "", value] = part.split(/=(.*)/s);
    if (value === undefined) throw badWay(`${name} has no value`);
    return [name, decoded(value)];
  });
  return new Map(entries);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw badWay("a % stands for itself as %25");
  }
}

function refuseOthers(given: ReadonlyMap<string, string>, known: readonly string[]): void {
  const other = [...given.keys()].find((name) => !known.includes(name));
  if (other !== undefined) throw badWay(`${other} is nothing it takes`);
}

/** Does not repeat the text: somebody may have written a password into it. */
const badWay = (why: string): SchemaError => new SchemaError("bad-way", `via: ${why}. It is ${forms}`);
