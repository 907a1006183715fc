import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest come first, so that no worker is left alone with one of them at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const long = ["fixtures/reference.test.ts", "fixtures/queue/", "fixtures/chat/others", "fixtures/"];
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = long.findIndex((path) => moduleId.includes(path));
      return found < 0 ? long.length : found;
    };
    return files.sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/..`,
    include: ["harness/**/*.test.ts", "fixtures/**/*.test.ts"],
    globalSetup: ["fixtures/folders.ts", "fixtures/rabbitmq.ts"],
    // No state is shared between files, so they need not be kept apart.
    isolate: false,
    // Two small processes start programs faster than a large one with two threads.
    pool: "forks",
    sequence: { sequencer: LongestFirst },
    // The tests mostly wait for processes: a few at a time keep the processors busy, more would only starve each other.
    maxWorkers: 2,
    maxConcurrency: 8,
    // In CI a test that fails once is played again, and marked: some broken programs are caught only when a race is lost.
    retry: process.env["CI"] ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
