import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    include: ["harness/**/*.test.ts", "fixtures/**/*.test.ts"],
    // No state is shared between files, so they need not be kept apart.
    isolate: false,
    pool: "threads",
    // The tests mostly wait for processes: a few at a time keep the processors busy, more would only starve each other.
    maxWorkers: 2,
    maxConcurrency: 8,
    // In CI a test that fails once is played again, and marked: some broken programs are caught only when a race is lost.
    retry: process.env["CI"] ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
