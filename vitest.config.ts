// How `npm test` runs: real servers take their time on a busy machine, so limits are generous and no test asserts one.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { defineConfig } from "vitest/config";
import { useMemory } from "./tests/support/temporary";
import { turnsOf } from "./tests/support/turns";

useMemory();
const bundles: { bundleFile(name: string): string } = createRequire(__filename)("./tools/build/bundles.cjs");
const built = ["engine", "program"].map((name) => bundles.bundleFile(name));
const turns = turnsOf(createHash("sha1").update(built.join()).digest("hex"), process.argv.slice(2));

export default defineConfig({
  // What a test stores for the next run is found again by the same engine only.
  define: {
    stackschemaBuild: JSON.stringify(built[0]),
    stackschemaTurns: JSON.stringify(turns),
  },
  test: {
    include: ["tests/**/*.test.ts"],
    // Each kill takes half a minute: run them with STACKSCHEMA_KILLS=<number>.
    exclude: [
      ...turns.left,
      ...(process.env.STACKSCHEMA_KILLS === undefined ? ["tests/e2e/kills.test.ts"] : []),
    ],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});
