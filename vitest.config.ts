import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { SecondTries } from './test/harness/second-tries.ts'
import { SlowFiles } from './test/harness/slow-files.ts'

const setup = ['test/harness/setup-once.ts']
const promises = ['test/flows/{crash,canary,promises}*.test.ts']
const pure = ['src/{lib,contract}/**/*.test.ts', 'scripts/**/*.test.ts', 'test/{architecture,interop}/**/*.test.ts']

export default defineConfig({
  test: {
    passWithNoTests: false,
    pool: 'forks',
    // Each worker may hold a database of its own on the one server.
    maxWorkers: Math.min(availableParallelism(), 8),
    // A shared build machine stalls now and then: one more try there, and the run ends with the names of those that
    // needed it. What proves a promise gets none.
    retry: process.env['CI'] === undefined ? 0 : 1,
    reporters: ['default', new SecondTries(), new SlowFiles()],
    projects: [
      // What needs no database does not wait for one and does not fail with one.
      { extends: true, test: { name: 'pure', include: pure, testTimeout: 30_000 } },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'test/harness/**/*.test.ts'],
          exclude: pure,
          globalSetup: setup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'flows',
          include: ['test/{flows,hostile,conformance}/**/*.test.ts'],
          exclude: promises,
          globalSetup: setup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // After the others: a flow has both cores for its servers and its browser.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'promises',
          include: promises,
          globalSetup: setup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
          retry: 0,
        },
      },
    ],
  },
})
