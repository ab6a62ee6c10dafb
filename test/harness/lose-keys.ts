import type { TestDeps } from './test-deps.ts'

/** As after a restore: the rows are there, and not one key of those that were taken until now. */
export async function loseKeys({ shredStore, clock }: Pick<TestDeps, 'shredStore' | 'clock'>): Promise<void> {
  const later = new Date(clock.now().getTime() + 1000)
  for await (const batch of shredStore.listOlderThan(later))
    await shredStore.destroy(batch.map(({ reference }) => reference))
}
