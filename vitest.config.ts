import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const setup = ['test/harness/setup-once.ts']
const pure = ['src/{lib,contract}/**/*.test.ts', 'scripts/**/*.test.ts', 'test/{architecture,interop}/**/*.test.ts']

export default defineConfig({
  test: {
    passWithNoTests: false,
    pool: 'forks',
    // Each worker may hold a database of its own on the one server.
    maxWorkers: Math.min(availableParallelism(), 8),
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
          globalSetup: setup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // After the others: a flow has both cores for its servers and its browser.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
