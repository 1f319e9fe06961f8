// Which end-to-end files a plain `npm test` runs. Each starts Pulumi dozens of times; all of them took more than half of the whole
// time. So they take turns: one group runs, another one whenever engine or components are others, and the same for
// the same commit. Files that are named run: `npm test -- tests/e2e`, or all there are, `npm test -- tests`.

const groups: readonly (readonly string[])[] = [
  ["e2e/existing"],
  ["e2e/rotation", "tools/pulumi"],
  ["e2e/clouds"],
  // Takes one of two stacks by the same number: the groups are an odd number, so that both get theirs.
  ["e2e/committed"],
  ["e2e/adopted", "e2e/runs-at-once"],
  ["e2e/administrator", "e2e/backup", "stand-in/stand-in"],
  ["e2e/applications", "tools/provider-process"],
];

export interface Turns {
  /** Everything runs. */
  readonly isWhole: boolean;
  /** Which of two stacks, or of more, runs where one has to do. */
  readonly number: number;
  /** Files that do not run. */
  readonly left: readonly string[];
}

/**
 * @param hash of what is tested, hexadecimal
 * @param words of the command line
 */
export function turnsOf(hash: string, words: readonly string[]): Turns {
  const number = Number.parseInt(hash.slice(0, 8), 16);
  const isWhole = words.some((word) => !word.startsWith("-") && word.includes("tests"));
  const waiting = groups.filter((_, index) => index !== number % groups.length).flat();
  return { isWhole, number, left: isWhole ? [] : waiting.map((name) => `tests/${name}.test.ts`) };
}
