import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFolderShredStore } from '../../src/platform/shred/folder/folder-shred-store.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { openPostgresShredStore } from '../../src/platform/shred/postgres/postgres-shred-store.ts'
import { startForgetfulPostgres } from '../harness/forgetful-postgres.ts'
import { readRaw, type RawFile } from '../harness/raw-thief.ts'
import { describeShredStore } from './shred-store.ts'

const [pageBytes, headerBytes, firstHeaderBytes] = [8192, 24, 40]

/** A record of PostgreSQL's log goes on behind the header of the next page (xlog_internal.h): what it says stands here in one piece. */
function withoutPageHeaders(log: Buffer): Buffer {
  const pages = Array.from({ length: Math.ceil(log.length / pageBytes) }, (_, page) =>
    log.subarray(page * pageBytes + (page === 0 ? firstHeaderBytes : headerBytes), (page + 1) * pageBytes),
  )
  return Buffer.concat(pages)
}

const asFound = ({ path, bytes }: RawFile) => (path.includes('/pg_wal/') ? [bytes, withoutPageHeaders(bytes)] : [bytes])

describeShredStore('a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sealpost-shred-'))
  const open = () => openFolderShredStore(join(folder, 'shred'))
  const store = await open()
  return {
    store,
    another: open,
    raw: async () => Buffer.concat((await readRaw(folder)).map(({ bytes }) => bytes)),
    async close() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
})

describeShredStore('another PostgreSQL', async () => {
  const server = await startForgetfulPostgres()
  const open = () => openPostgresShredStore(server.url, createLog('silent'))
  const store = await open()
  return {
    store,
    another: open,
    raw: async () => Buffer.concat((await readRaw(server.folder)).flatMap(asFound)),
    async close() {
      await store.close()
      await server.close()
    },
  }
})
