// Names the engine that read a catalog: one stored by another build is not used.

declare const stackschemaBuild: string | undefined;

/** Hash of the engine's sources where it was built, `source` where it runs from them. */
export const engineVersion: string = typeof stackschemaBuild === "string" ? stackschemaBuild : "source";
