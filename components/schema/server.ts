// Which server a schema resource lives on. A server that was replaced under it is never just an empty database to fill:
// that blocks, unless the server goes with the stack, the stack drops its data anyway, or it consents.
import { createHash } from "node:crypto";
import {
  connect,
  isSameDatabase,
  type ServerIdentity,
  serverIdentity,
  type Target,
} from "../../engine/index";
import { type Properties, record, text, texts } from "../properties";
import { serverConsent } from "./properties";
import { configCommand } from "./text";

export async function identityOf(target: Target): Promise<ServerIdentity> {
  const client = await connect(target, { applicationName: "stackschema identity" });
  try {
    return await serverIdentity(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function isIdentity(value: unknown): value is ServerIdentity {
  return typeof record(value).databaseName === "string";
}

function isDisposable({ __run, onDestroy }: Properties): boolean {
  return record(__run).goesWithStack === true || onDestroy === "drop";
}

/** Why this server must not be touched yet, or null. */
export function refusedServer(stored: Properties, news: Properties, now: ServerIdentity): string | null {
  const before = stored.__server;
  if (!isIdentity(before) || isSameDatabase(before, now) || isDisposable(news)) return null;
  const hash = createHash("sha256")
    .update(`${now.systemIdentifier}/${now.databaseOid}/${now.databaseName}`)
    .digest("hex")
    .slice(0, 8);
  const consents = texts(news, "consents");
  const consent = `${serverConsent} schema ${text(news, "schema")} ${hash}`;
  if (consents.includes(consent)) return null;
  const command = configCommand(text(news, "__stack"), `stackschema:consents[${consents.length}]`, consent);
  return [
    `another server or database answers at ${text(news, "host")}: it was ${describe(before)}, and is ${describe(now)}.`,
    "Its schema and data are not those this resource knows. If the replacement is meant (a restored backup, a move):",
    `  ${command}`,
  ].join("\n");
}

function describe({ databaseName, databaseOid, systemIdentifier }: ServerIdentity): string {
  const system = systemIdentifier === null ? "" : ` of system ${systemIdentifier}`;
  return `database ${databaseName} (oid ${databaseOid})${system}`;
}
