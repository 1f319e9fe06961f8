// Runs in the thread, before anything of Drizzle is loaded: whoever asks for a package of Drizzle, the schema or drizzle-kit,
// gets the same one, the source's own before ours. A table of one instance is no table to another.
import Module from "node:module";
import { workerData } from "node:worker_threads";
import type { ThreadData } from "./answer";

type Resolve = (request: string, parent: unknown, isMain: boolean, options?: { paths: string[] }) => string;

export function shareDrizzle(): void {
  const { root, ours } = workerData as ThreadData;
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const resolve = loader._resolveFilename.bind(Module);
  loader._resolveFilename = (request, parent, isMain, options) => {
    if (!/^drizzle-(orm|kit)(\/|$)/.test(request)) return resolve(request, parent, isMain, options);
    try {
      return resolve(request, null, false, { paths: [root] });
    } catch {
      return resolve(request, null, false, { paths: [ours] });
    }
  };
}
