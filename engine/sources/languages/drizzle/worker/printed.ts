// Runs in the thread: what drizzle-kit prints belongs to an error, and its exit is one.
import { stripVTControlCharacters } from "node:util";

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An error of `run` comes with what was printed meanwhile: drizzle-kit prints what is wrong and exits. */
export async function listening<T>(run: () => Promise<T>): Promise<T> {
  const printed: string[] = [];
  const write = process.stdout.write;
  process.stdout.write = (chunk: Uint8Array | string) => {
    printed.push(chunk.toString());
    return true;
  };
  try {
    return await run();
  } catch (error) {
    const said = stripVTControlCharacters(printed.join("")).replace(/\s+/g, " ").trim();
    throw new Error(said === "" ? messageOf(error) : `drizzle-kit: ${said}`, { cause: error });
  } finally {
    process.stdout.write = write;
  }
}
