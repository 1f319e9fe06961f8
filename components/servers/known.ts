// Which local servers are in the state of a stack. A run that was killed before its state was written leaves a server that the
// next one goes on with; a server that another stack's state has is not to be taken, since both would delete it.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SchemaError } from "../../engine/index";
import { projectRoot } from "../project";

/** In the directory of a server that some stack's state has. */
const mark = "in-a-state";

/** @param directory absolute */
export function markKnown(directory: string): void {
  if (existsSync(directory)) writeFileSync(path.join(directory, mark), "");
}

/** @param directory absolute */
export function unmark(directory: string): void {
  rmSync(path.join(directory, mark), { force: true });
}

/**
 * Of a resource that the state does not have.
 * @param directory absolute
 * @throws SchemaError `local-server-taken`
 */
export function refuseTaken(directory: string): void {
  const file = path.join(directory, mark);
  if (!existsSync(file)) return;
  const [server, remove] = [directory, file].map((name) => path.relative(projectRoot(), name));
  throw new SchemaError(
    "local-server-taken",
    `The local server in ${server} is in the state of another stack, which had this stack's name before; or this stack's state ` +
      "was lost, or --replace is given. In the first case give this stack another name. " +
      `Where the data is its own, remove ${remove}, and run it again right after.`,
  );
}
