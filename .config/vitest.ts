import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    include: ["harness/**/*.test.ts", "fixtures/**/*.test.ts"],
    // The tests wait for processes: many at once keep both processors busy, and no state is shared between files.
    isolate: false,
    pool: "threads",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
