import { existsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

const globalSetup = ['test/harness/global-setup.ts'].filter((path) => existsSync(path))

export default defineConfig({
  test: {
    passWithNoTests: false,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.ts',
            'test/{architecture,interop,harness}/**/*.test.ts',
          ],
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'flows',
          include: ['test/{flows,hostile,conformance}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    globalSetup,
  },
})
