// Attributes of columns that are in memory once: most columns are like thousands of others. Pure.
import type { AttributesOf } from "./model";

type Attributes = AttributesOf["column"];

export class SharedColumns {
  readonly #known = new Map<string, Attributes>();

  /** Equal ones that were handed in before, or these. Those with anything particular stay as they are. */
  share(attributes: Attributes): Attributes {
    const { type, collation, notNull, notNullConstraint, identity, generated, ...rest } = attributes;
    const { storage, compression, statistics, options } = rest;
    if (notNullConstraint || identity || generated || Object.keys(options).length > 0) return attributes;
    const key = [type, collation, notNull, storage, compression, statistics].join("\t");
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, attributes);
    return attributes;
  }
}
