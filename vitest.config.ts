// How vitest finds and runs the tests.

import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/sequencer.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/built-page.ts'],
    setupFiles: ['test/setup.ts'],
    pool: 'forks',
    // many tests wait for other processes, so two files at once suit two cores
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    execArgv: ['--expose-gc'],
    testTimeout: 60_000,
    // pages under the load of the other tests
    expect: { poll: { timeout: 20_000 } },
  },
});
