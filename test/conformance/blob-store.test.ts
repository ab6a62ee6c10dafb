import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFolderBlobStore } from '../../src/platform/blobs/folder-blob-store.ts'
import { describeBlobStore } from './blob-store.ts'

describeBlobStore('a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sealpost-blobs-'))
  return {
    store: await createFolderBlobStore(join(folder, 'blobs')),
    close: () => rm(folder, { recursive: true, force: true }),
  }
})
