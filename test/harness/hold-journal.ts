import type { Pool } from 'pg'
import { until } from './until.ts'

export interface HeldJournal {
  readonly rows: number
  release(): Promise<void>
}

/**
 * Holds what waits in the journal while `work` runs and until `release`, as a process does that writes it: whoever looks passes
 * it by.
 */
export async function holdJournal(pool: Pool, work: () => Promise<void>): Promise<HeldJournal> {
  const client = await pool.connect()
  await client.query('begin')
  let isOver = false
  const working = work().finally(() => (isOver = true))
  const rows = await until('all that waits is held', async () => {
    const wasOver = isOver
    const { rowCount } = await client.query('select from sealpost.journal for update skip locked')
    return wasOver ? (rowCount ?? 0) : undefined
  })
  await working
  return {
    rows,
    async release() {
      await client.query('rollback')
      client.release()
    },
  }
}
