import { defineConfig } from "vitest/config";

/** Suites that need programs which npm cannot bring; `npm run test:tools` runs them. */
export default defineConfig({
  test: {
    include: ["tests/tools/*.suite.ts"],
    globalSetup: ["tests/support/postgres.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
