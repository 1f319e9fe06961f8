// Which server and database answer at an address, in a session of its own.
import { connect, type ServerIdentity, serverIdentity, type Target } from "../engine/index";

export async function serverAt(target: Target): Promise<ServerIdentity> {
  const client = await connect(target, { applicationName: "stackschema identity" });
  try {
    return await serverIdentity(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
