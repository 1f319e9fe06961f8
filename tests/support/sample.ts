// Which cases `npm test` takes of what would be too much for every run: a part, which is another one whenever the engine is
// another one, and the same for the same commit. `npm run matrix` takes all.
import type { Turns } from "./turns";

declare const stackschemaBuild: string;
declare const stackschemaTurns: Turns;

const engine = Number.parseInt(/([0-9a-f]{8})[0-9a-f]*\.cjs$/.exec(stackschemaBuild)?.[1] ?? "0", 16);

/** @param share one of so many is taken */
export function isInSample(name: string, share: number): boolean {
  const sum = [...name].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return (engine + sum) % share === 0;
}

/** One of several that are tested alike; all of them where the file is named on the command line. */
export function inTurn<T>(all: readonly T[]): readonly T[] {
  const { isWhole, number } = stackschemaTurns;
  return isWhole ? all : all.filter((_, index) => index === number % all.length);
}
