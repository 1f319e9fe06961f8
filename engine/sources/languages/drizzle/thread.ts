// Runs the bundled TypeScript of a source in a thread of its own: what it prints, an exit, an endless loop and what it
// changes of its globals stay there. It sees no environment variable, so that a source means the same everywhere.
import path from "node:path";
import { Worker } from "node:worker_threads";
import { SchemaError } from "../../../api";
import type { Bundle } from "./bundle";
import type { Answer, ThreadData } from "./worker/answer";

const limitSeconds = 120;

function ended(why: string): SchemaError {
  return new SchemaError("source-failed", `The TypeScript of the source could not be run: ${why}`);
}

/** The first place in the source's own files that a stack names. */
function placeIn(
  stack: string,
  { placeOf }: Bundle,
): { readonly file: string; readonly line: number } | null {
  for (const [, line, column] of stack.matchAll(/\[worker eval\]:(\d+):(\d+)/g)) {
    const place = placeOf(Number(line), Number(column));
    if (place !== null) return place;
  }
  return null;
}

function ask(root: string, code: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const workerData: ThreadData = { root, ours: path.dirname(__filename) };
    const worker = new Worker(code, { eval: true, workerData, env: {}, stdout: true, stderr: true });
    const timer = setTimeout(() => {
      void worker.terminate();
      reject(ended(`it did not end within ${limitSeconds} seconds.`));
    }, limitSeconds * 1000);
    worker.once("message", (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
      // What the modules left open, a timer or a connection, ends with the thread.
      void worker.terminate();
    });
    worker.once("error", (error) => {
      clearTimeout(timer);
      reject(ended(error.message));
    });
    worker.once("exit", () => {
      clearTimeout(timer);
      reject(ended("it ended by itself."));
    });
  });
}

/** What the files declare; an error that was thrown in them is told at the file and line that threw. */
export async function evaluate(root: string, bundle: Bundle): Promise<Answer> {
  const { declared, problems, thrown } = await ask(root, bundle.code);
  return { declared, problems, thrown: thrown.map((one) => ({ ...one, place: placeIn(one.stack, bundle) })) };
}
