// Servers that are not Postgres, for what a real one cannot be made to do on demand.
import { createServer, connect as dial, type Server, type Socket } from "node:net";

export interface Fake {
  readonly port: number;
  /** Connections taken so far. */
  readonly connections: number;
  close(): Promise<void>;
}

/** Listens on the loopback and hands each connection, counted from 1, to `serve`. */
export async function fakeServer(serve: (socket: Socket, count: number) => void): Promise<Fake> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    serve(socket, connections);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    get connections() {
      return connections;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** One message of the protocol: its letter, its length, its fields. */
export function message(type: string, ...fields: readonly (string | number | Buffer)[]): Buffer {
  const body = Buffer.concat(
    fields.map((field) => {
      if (typeof field === "string") return Buffer.from(`${field}\0`);
      if (typeof field !== "number") return field;
      const number = Buffer.alloc(4);
      number.writeInt32BE(field);
      return number;
    }),
  );
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** The server's refusal of a connection. */
export function refusal(code: string, text: string): Buffer {
  return message("E", "SFATAL", "VFATAL", `C${code}`, `M${text}`, Buffer.from([0]));
}

/** Hands a connection on to a real server. */
export function forward(socket: Socket, port: number): void {
  const upstream = dial(port, "127.0.0.1");
  upstream.on("error", () => socket.destroy());
  upstream.on("close", () => socket.destroy());
  socket.on("close", () => upstream.destroy());
  socket.pipe(upstream).pipe(socket);
}
