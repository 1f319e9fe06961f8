// Runs in the thread: loads the files of the source, asks drizzle-kit for the SQL of each object they export, and says what
// it would leave out. Nothing that is exported is passed over in silence.
import { parentPort } from "node:worker_threads";
import type { Answer } from "./answer";
import { collect } from "./exports";
import { sqlOf } from "./kit";
import { messageOf } from "./printed";

interface SourceModule {
  readonly file: string;
  load(): Readonly<Record<string, unknown>>;
}

export async function run(modules: readonly SourceModule[]): Promise<void> {
  // An `exit` in a module ends nothing, and is told like any other error.
  process.exit = (code) => {
    throw new Error(`process.exit(${code ?? ""}) was called`);
  };
  const thrown: Answer["thrown"][number][] = [];
  const loaded: { file: string; exports: Readonly<Record<string, unknown>> }[] = [];
  for (const { file, load } of modules) {
    try {
      loaded.push({ file, exports: load() });
    } catch (error) {
      const stack = error instanceof Error ? (error.stack ?? "") : "";
      thrown.push({ file, message: messageOf(error), stack, place: null });
    }
  }
  const { objects, problems } = collect(loaded);
  const answer: Answer = { declared: [], problems: [], thrown };
  // What a file that threw would export is missing in the others: their own errors would say nothing.
  if (thrown.length === 0) {
    const made = await sqlOf(objects);
    parentPort?.postMessage({
      ...answer,
      declared: made.declared,
      problems: [...problems, ...made.problems],
    });
  } else parentPort?.postMessage(answer);
}
