// How `npm test` runs: real servers take their time on a busy machine, so limits are generous and no test asserts one.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // Each kill takes half a minute: run them with STACKSCHEMA_KILLS=<number>.
    exclude: process.env.STACKSCHEMA_KILLS === undefined ? ["tests/e2e/kills.test.ts"] : [],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
  },
});
