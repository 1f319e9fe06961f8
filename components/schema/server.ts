// Which server a schema resource lives on. A server that was replaced under it is never just an empty database to fill:
// that blocks, unless the server goes with the stack, the stack drops its data anyway, or it consents.
import { createHash } from "node:crypto";
import { isSameDatabase, type ServerIdentity } from "../../engine/index";
import { type Properties, record, text, texts, unknownValue } from "../properties";
import { serverConsent } from "./properties";
import { configCommand } from "./text";

function isIdentity(value: unknown): value is ServerIdentity {
  return typeof record(value).databaseName === "string";
}

function isDisposable({ __run, onDestroy }: Properties): boolean {
  return record(__run).goesWithStack === true || onDestroy === "drop";
}

interface Consent {
  readonly isGiven: boolean;
  readonly command: string;
}

function consentTo(what: string, news: Properties): Consent {
  const hash = createHash("sha256").update(what).digest("hex").slice(0, 8);
  const consents = texts(news, "consents");
  const consent = `${serverConsent} schema ${text(news, "schema")} ${hash}`;
  const command = configCommand(text(news, "__stack"), `stackschema:consents[${consents.length}]`, consent);
  return { isGiven: consents.includes(consent), command };
}

/** Who consented to lose a server has consented to the one that takes its place. */
function consentToLoss({ __resourceId }: Properties, news: Properties): Consent | null {
  return typeof __resourceId === "string" ? consentTo(__resourceId, news) : null;
}

/** In the preview of a run that makes another server: its id is not known then, and that of the one before is. */
export function isReplaced(stored: Properties, news: Properties): boolean {
  const { __resourceId: before } = stored;
  return news.__resourceId === unknownValue && typeof before === "string" && before !== unknownValue;
}

/** Why the server that the stack made must not be replaced yet, or null. */
export function refusedReplacement(stored: Properties, news: Properties): string | null {
  const consent = isReplaced(stored, news) ? consentToLoss(stored, news) : null;
  if (consent === null || consent.isGiven || isDisposable(news)) return null;
  return [
    `the server ${String(stored.__resourceId)} would be replaced by another one, which is empty; its data would go with it.`,
    "Take the change of its settings back, or, where nothing on it is needed any more:",
    `  ${consent.command}`,
  ].join("\n");
}

/** Why this server must not be touched yet, or null. */
export function refusedServer(stored: Properties, news: Properties, now: ServerIdentity): string | null {
  const before = stored.__server;
  if (!isIdentity(before) || isSameDatabase(before, now) || isDisposable(news)) return null;
  const known = `${now.systemIdentifier}/${now.databaseOid}/${now.databaseName}`;
  const { isGiven, command } = consentTo(known, news);
  if (isGiven || consentToLoss(stored, news)?.isGiven === true) return null;
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
