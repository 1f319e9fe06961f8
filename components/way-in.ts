// How `check` reaches a server while its administrator's password changes in the same run: with what the program says, with
// what is stored where that is not known yet, and with what is stored where the server does not know the new one yet.
import { SchemaError } from "../engine/index";
import { connectionOf, isConnectionUnknown, isEqual, type Properties } from "./properties";

/**
 * Works with the way in that the server takes now; `stored` is empty for a resource that does not exist yet.
 * @throws what the work throws; the first refusal where both passwords are refused
 */
export async function withWayIn<T>(
  stored: Properties,
  news: Properties,
  work: (known: Properties) => Promise<T>,
): Promise<T> {
  const isUnknown = isConnectionUnknown(news) && stored.host !== undefined;
  const known = isUnknown ? { ...news, ...connectionOf(stored) } : news;
  try {
    return await work(known);
  } catch (error) {
    const before = passwordBefore(stored, known);
    if (before === undefined || !isRefused(error)) throw error;
    return await work(before).catch((again: unknown) => {
      throw isRefused(again) ? error : again;
    });
  }
}

/** Only of servers that the stack makes: an existing one has the password it has. */
function passwordBefore(stored: Properties, known: Properties): Properties | undefined {
  const { user, password } = stored;
  const isSameServer = ["host", "port"].every((key) => isEqual(stored[key], known[key]));
  const isOther = typeof password === "string" && password !== known.password;
  const mayBe = isSameServer && isOther && known.passwordVariable === undefined;
  return mayBe ? { ...known, user, password } : undefined;
}

function isRefused(error: unknown): boolean {
  return error instanceof SchemaError && error.code === "connection-authentication";
}
