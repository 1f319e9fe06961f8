// What the program of this run declares. Pulumi makes a resource that is replaced before it deletes the one before, and
// for some both are one thing in the world: deleted then, it would be taken from the new one. All handlers of a run share
// one process, and every `check` comes before the deletions; a destroy checks nothing.
import { SchemaError, type ServerIdentity } from "../engine/index";
import { isEqual, type Properties, targetOf } from "./properties";
import { serverAt } from "./server-at";

/** By thing: the connections of those that are on a server. */
const declared = new Map<string, readonly Properties[]>();

/** To be called by `check`. @param at inputs with the connection of what is on a server */
export function declare(thing: string, at: Properties = {}): void {
  declared.set(thing, [...(declared.get(thing) ?? []), at]);
}

/** To be asked by `delete`: what is declared stays, also where an earlier run left its predecessor to be deleted. */
export function isDeclared(thing: string): boolean {
  return declared.has(thing);
}

/**
 * The same of what is on a server, whose address may be spelt in another way. Where a server does not answer, it may be.
 * @param isSame whether two servers or databases may be one
 * @param tell why it is not known, and so taken for declared
 */
export async function isDeclaredAt(
  thing: string,
  at: Properties,
  isSame: (one: ServerIdentity, other: ServerIdentity) => boolean,
  tell: (why: string) => void,
): Promise<boolean> {
  const places = declared.get(thing) ?? [];
  const isSpelt = ({ host, port, database }: Properties): boolean =>
    isEqual([host, port, database], [at.host, at.port, at.database]);
  if (places.length === 0) return false;
  if (places.some(isSpelt)) return true;
  try {
    const own = await serverAt(targetOf(at));
    for (const place of places) if (isSame(own, await serverAt(targetOf(place)))) return true;
    return false;
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    tell(error.message);
    return true;
  }
}
