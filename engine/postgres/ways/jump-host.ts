// Through a jump host: a channel of SSH to the server, as `ssh -W` makes one. No port is opened on this machine.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { ClientChannel } from "ssh2";
import { SchemaError } from "../../api";
import { defaultConnectTimeout } from "../errors";
import type { Target } from "../target";
import type { JumpHost } from "./way";

const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;

/** What the login is proved with. */
async function identity({
  keyFile,
  agent,
}: JumpHost): Promise<{ readonly [K in "privateKey" | "agent"]?: string }> {
  if (keyFile === undefined && agent !== undefined) return { agent };
  if (keyFile === undefined) {
    const next = "Add key-file=<file> to the way, or run ssh-agent and set SSH_AUTH_SOCK.";
    throw new SchemaError("jump-host-key", `there is no key for the jump host. ${next}`);
  }
  try {
    return { privateKey: await readFile(keyFile, "utf8") };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SchemaError("jump-host-key", `the key of the jump host cannot be read: ${reason}`);
  }
}

/** @throws SchemaError `jump-host-key`, `-unreachable`, `-refused`, `-other-key`, `connection-unreachable` */
export async function throughJumpHost(way: JumpHost, target: Target): Promise<ClientChannel> {
  const { host, port, user, hostKey } = way;
  const known = await identity(way);
  const { Client } = await import("ssh2");
  const ssh = new Client();
  let shown: string | undefined;
  return await new Promise((resolve, reject) => {
    const fail = (error: SchemaError): void => {
      ssh.end();
      reject(error);
    };
    ssh.on("error", (error) => fail(failure(error, way, shown)));
    ssh.on("ready", () => {
      ssh.forwardOut("127.0.0.1", 0, target.host, target.port, (error, channel) => {
        if (error) return fail(unreachable(error, way, target));
        channel.once("close", () => ssh.end());
        resolve(asSocket(channel));
      });
    });
    ssh.connect({
      ...{ host, port, username: user, ...known },
      hostVerifier: (offered: Buffer) => {
        shown = fingerprint(offered);
        return shown === hostKey;
      },
      readyTimeout: target.connectTimeout ?? defaultConnectTimeout,
    });
  });
}

/** `pg` connects its stream, and sets what only a socket has. */
function asSocket(channel: ClientChannel): ClientChannel {
  const same = (): ClientChannel => channel;
  return Object.assign(channel, {
    connect: () => {
      setImmediate(() => channel.emit("connect"));
      return channel;
    },
    ...{ setNoDelay: same, setKeepAlive: same, ref: same, unref: same },
  });
}

function failure(error: Error & { level?: string }, way: JumpHost, shown: string | undefined): SchemaError {
  const name = `the jump host ${way.user}@${way.host}:${way.port}`;
  if (shown !== undefined && shown !== way.hostKey) {
    const what = `${name} shows the key ${shown}, and host-key says ${way.hostKey}`;
    const next = "Ask whoever runs it whether its key changed; another machine may stand in its place.";
    return new SchemaError("jump-host-other-key", `${what}. ${next}`);
  }
  if (error.level === "client-authentication") {
    const next = "Look at the user, at key-file or the agent, and at the user's authorized_keys.";
    return new SchemaError("jump-host-refused", `${name} refuses the login. ${next}`);
  }
  const next = "Look at its address, at the network and at its firewall.";
  return new SchemaError("jump-host-unreachable", `${name} is not reached: ${error.message}. ${next}`);
}

function unreachable(error: Error, way: JumpHost, target: Target): SchemaError {
  const what = `from the jump host ${way.host} there is no way to ${target.host}:${target.port}: ${error.message}`;
  const next = "Look at the server's address as that machine knows it, and at AllowTcpForwarding there.";
  return new SchemaError("connection-unreachable", `${what}. ${next}`);
}
