// Ports for embedded servers, from a range that systems do not hand out to outgoing connections, so that a server finds
// its port free again after a restart.
import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { SchemaError } from "../../api";

export const loopback = "127.0.0.1";
const lowest = 20_000;
const count = 10_000;

/** Whether a port of the loopback can be listened on. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ host: loopback, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A free port; the same one for the same seed as long as nobody takes it. */
export async function freePort(seed: string): Promise<number> {
  const offset = createHash("sha256").update(seed).digest().readUInt32BE(0);
  for (let step = 0; step < count; step += 37) {
    const port = lowest + ((offset + step) % count);
    if (await isPortFree(port)) return port;
  }
  throw new SchemaError(
    "embedded-no-port",
    `No free port between ${lowest} and ${lowest + count} on ${loopback}.`,
  );
}
