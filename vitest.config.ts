import { defineConfig } from "vitest/config";

const real = ["tests/**/*.{db,ledger,e2e}.test.ts"];

export default defineConfig({
  test: {
    projects: [
      // Seconds in all on a quiet machine; the limit is for busy ones. Pure tests leave nothing behind that another would
      // find, so they share what they import: most of their time would be that.
      { test: { name: "pure", include: ["tests/**/*.test.ts"], exclude: real, testTimeout: 180_000, isolate: false } },
      { test: { name: "ledger", include: ["tests/**/*.ledger.test.ts"], testTimeout: 180_000, hookTimeout: 120_000 } },
      {
        test: {
          name: "database",
          include: ["tests/**/*.{db,e2e}.test.ts"],
          globalSetup: ["tests/support/postgres.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
    // Two cores, and a third for those that wait for time to pass.
    maxWorkers: 3,
  },
});
