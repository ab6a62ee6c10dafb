import type { TestProject } from 'vitest/node'
import setUp from './global-setup.ts'

interface Shared {
  users: number
  readonly tearDown: Promise<() => Promise<void>>
}

declare global {
  /** Each vitest project loads its own copy of this module, so the one setup they share hangs here. */
  var sealpostTestSetup: Shared | undefined
}

/**
 * The global setup of every project that needs the database: the first one to ask starts it, the last one to finish
 * stops it. What it provides is provided by the root project, which all projects inherit from.
 */
export default async function setUpOnce(project: TestProject): Promise<() => Promise<void>> {
  globalThis.sealpostTestSetup ??= { users: 0, tearDown: setUp(project.vitest.getRootProject()) }
  const shared = globalThis.sealpostTestSetup
  shared.users += 1
  const tearDown = await shared.tearDown
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    globalThis.sealpostTestSetup = undefined
    await tearDown()
  }
}
