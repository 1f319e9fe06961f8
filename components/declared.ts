// What the program of this run declares. Pulumi makes a resource that is replaced before it deletes the one before, and
// for some both are one thing in the world: deleted then, it would be taken from the new one. All handlers of a run share
// one process, and every `check` comes before the deletions; a destroy checks nothing.
const declared = new Set<string>();

/** To be called by `check`. */
export function declare(thing: string): void {
  declared.add(thing);
}

/** To be asked by `delete`: what is declared stays, also where an earlier run left its predecessor to be deleted. */
export function isDeclared(thing: string): boolean {
  return declared.has(thing);
}
