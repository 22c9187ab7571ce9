/**
 * How the tests run: three projects (fast, slow, laws of the repository) on a machine of two cores. Holds no test and
 * no set-up code.
 */
import { defineConfig } from 'vitest/config';

const law = ['test/architecture.test.ts', 'test/**/*.law.test.ts'];
const slow = ['test/**/*.slow.test.ts'];
const browser = ['test/**/*.browser.test.ts'];

/** Where .ci/run wants the counts, if it asks. */
const report = process.env.TEST_REPORT;

export default defineConfig({
  test: {
    // Processes, not threads: tests start servers, change the environment and load node:sqlite.
    pool: 'forks',
    maxWorkers: 2,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    silent: 'passed-only',
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...law, ...slow, ...browser],
          testTimeout: 10_000,
          hookTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: [...slow, ...browser],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { extends: true, test: { name: 'law', include: law, testTimeout: 20_000 } },
    ],
  },
});
