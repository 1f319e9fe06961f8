// A transaction pooler as small as can be: a session has a connection of the server's only while it is inside a
// transaction. It logs in to the server without a password, and lets everybody in.
import { connect as dial, type Socket } from "node:net";
import { type Fake, fakeServer, message } from "./fake-servers";

const protocol = 196_608;
const sslRequest = 80_877_103;

function startup(user: string, database: string): Buffer {
  const text = message("?", protocol, "user", user, "database", database, Buffer.from([0]));
  return text.subarray(1);
}

/** Calls back for each whole message in a stream of them. */
function eachMessage(socket: Socket, take: (type: string, whole: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length >= 1 + rest.readInt32BE(1)) {
      const length = 1 + rest.readInt32BE(1);
      take(String.fromCharCode(rest[0] ?? 0), rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  });
}

interface Upstream {
  readonly socket: Socket;
  session: Socket | undefined;
}

type Taker = (upstream: Upstream) => void;

class Pool {
  private readonly idle: Upstream[] = [];
  private readonly waiting: Taker[] = [];
  private readonly all: Upstream[] = [];

  constructor(port: number, size: number, user: string, database: string) {
    for (let count = 0; count < size; count += 1) this.open(port, startup(user, database));
  }

  private open(port: number, greeting: Buffer): void {
    const upstream: Upstream = { socket: dial(port, "127.0.0.1"), session: undefined };
    this.all.push(upstream);
    upstream.socket.on("error", () => undefined);
    upstream.socket.write(greeting);
    eachMessage(upstream.socket, (type, whole) => {
      upstream.session?.write(whole);
      if (type === "Z" && whole.toString("latin1", 5, 6) === "I") this.release(upstream);
    });
  }

  private release(upstream: Upstream): void {
    upstream.session = undefined;
    const next = this.waiting.shift();
    if (next === undefined) this.idle.push(upstream);
    else next(upstream);
  }

  take(taker: Taker): void {
    const upstream = this.idle.pop();
    if (upstream === undefined) this.waiting.push(taker);
    else taker(upstream);
  }

  close(): void {
    for (const { socket } of this.all) socket.destroy();
  }
}

function greet(session: Socket): void {
  const ok = message("R", 0);
  const encoding = message("S", "client_encoding", "UTF8");
  const key = message("K", 4_711, 42);
  session.write(Buffer.concat([ok, encoding, key, message("Z", Buffer.from("I"))]));
}

function serveSession(session: Socket, pool: Pool): void {
  let upstream: Upstream | undefined;
  let queued: Buffer[] | undefined;
  eachMessage(session, (type, whole) => {
    if (type === "X") return;
    if (upstream?.session === session) {
      upstream.socket.write(whole);
      return;
    }
    if (queued !== undefined) {
      queued.push(whole);
      return;
    }
    queued = [whole];
    pool.take((taken) => {
      upstream = taken;
      taken.session = session;
      for (const message of queued ?? []) taken.socket.write(message);
      queued = undefined;
    });
  });
}

interface PoolerOptions {
  /** Port of the server, which must let the user in without a password. */
  readonly port: number;
  readonly size: number;
  readonly user: string;
  readonly database: string;
}

export async function fakePooler(options: PoolerOptions): Promise<Fake> {
  const pool = new Pool(options.port, options.size, options.user, options.database);
  const server = await fakeServer((session) => {
    const begin = (chunk: Buffer): void => {
      if (chunk.readInt32BE(4) === sslRequest) {
        session.write("N");
        session.once("data", begin);
        return;
      }
      serveSession(session, pool);
      greet(session);
    };
    session.once("data", begin);
  });
  return {
    port: server.port,
    get connections() {
      return server.connections;
    },
    close: async () => {
      pool.close();
      await server.close();
    },
  };
}
