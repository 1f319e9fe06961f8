// Several renames of one source: which comes first where a new name is another's old one. Pure.
import type { RenameDirective } from "./renames";

const key = (kind: string, path: readonly string[]): string => [kind, ...path].join("\0");

/** How the directives of one source hang together. */
export class RenameChains {
  readonly #byFrom = new Map<string, RenameDirective>();
  readonly #byTo = new Map<string, RenameDirective>();

  constructor(private readonly directives: readonly RenameDirective[]) {
    for (const directive of directives) {
      this.#byFrom.set(key(directive.kind, directive.from), directive);
      this.#byTo.set(key(directive.kind, directive.to), directive);
    }
  }

  /** The directive by which the new name is given up. */
  next({ kind, to }: RenameDirective): RenameDirective | undefined {
    return this.#byFrom.get(key(kind, to));
  }

  /** Those that lead to the old name, the nearest first; ends where a circle closes. */
  before(directive: RenameDirective): readonly RenameDirective[] {
    const found: RenameDirective[] = [];
    let last = this.#byTo.get(key(directive.kind, directive.from));
    while (last && last !== directive && !found.includes(last)) {
      found.push(last);
      last = this.#byTo.get(key(last.kind, last.from));
    }
    return found;
  }

  /** In the order given, but each after the one that frees its new name; a circle is one group. */
  groups(): readonly (readonly RenameDirective[])[] {
    const seen = new Set<RenameDirective>();
    return this.directives.flatMap((directive) => {
      const chain: RenameDirective[] = [];
      for (let at: RenameDirective | undefined = directive; at && !seen.has(at); at = this.next(at)) {
        seen.add(at);
        chain.push(at);
      }
      const [first] = chain;
      const last = chain.at(-1);
      const isCircle = first !== undefined && last !== undefined && this.next(last) === first;
      return isCircle ? [chain] : chain.reverse().map((one) => [one]);
    });
  }
}
