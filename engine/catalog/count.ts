// How many of something there are, in words. With the catalog, because every part of the engine may say so.

/** @example "1 row", "12,408 rows" */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? noun : `${noun}s`}`;
}
