// How `check` reaches a server while its administrator's password changes in the same run: with what the program says, with
// what is stored where that is not known yet, and with what is stored where the server does not know the new one yet.
import { SchemaError } from "../engine/index";
import { connectionOf, isConnectionUnknown, isEqual, type Properties } from "./properties";

/** By address: how the last run reached a server that the stack makes. All handlers of a run share one process. */
const reachedLast = new Map<string, Properties>();

/** @param stored of the resource that waits for the server, which is checked before all that connect to it */
export function rememberWay(stored: Properties): void {
  if (stored.host !== undefined) reachedLast.set(addressOf(stored), connectionOf(stored));
}

function addressOf({ host, port }: Properties): string {
  return `${String(host)}:${String(port)}`;
}

/**
 * Works with the way in that the server takes now; `stored` is empty for a resource that does not exist yet.
 * @throws what the work throws; the first refusal where all passwords are refused
 */
export async function withWayIn<T>(
  stored: Properties,
  news: Properties,
  work: (known: Properties) => Promise<T>,
): Promise<T> {
  const isUnknown = isConnectionUnknown(news) && stored.host !== undefined;
  const known = isUnknown ? { ...news, ...connectionOf(stored) } : news;
  let refused: unknown;
  for (const way of [known, ...waysBefore(stored, known)]) {
    try {
      return await work(way);
    } catch (error) {
      if (!isRefused(error)) throw error;
      refused ??= error;
    }
  }
  throw refused;
}

/** Only of servers that the stack makes: an existing one has the password it has. */
function waysBefore(stored: Properties, known: Properties): readonly Properties[] {
  if (known.passwordVariable !== undefined) return [];
  const last = reachedLast.get(addressOf(known)) ?? {};
  const states = last.password === stored.password ? [stored] : [stored, last];
  return states.flatMap(({ host, port, user, password }) => {
    const isSameServer = isEqual(host, known.host) && isEqual(port, known.port);
    const isOther = typeof password === "string" && password !== known.password;
    return isSameServer && isOther ? [{ ...known, user, password }] : [];
  });
}

function isRefused(error: unknown): boolean {
  return error instanceof SchemaError && error.code === "connection-authentication";
}
