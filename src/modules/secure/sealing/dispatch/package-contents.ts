import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ids } from '../../../../contract/identifiers.ts'
import { uuidV7 } from '../../../../lib/id/uuid-v7.ts'
import { decryptBytes, encryptBytesFrom, generateIdentity, startFile } from '../../../../platform/age/index.ts'
import { contentOpener } from '../../../../platform/split-key/index.ts'
import { isAppError } from '../../../../lib/errors/app-error.ts'
import type { ContentId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { StoredContent } from '../../../transport/delivery/index.ts'
import type { SealingDeps } from '../ports.ts'
import { storeContent, takeContent } from '../seal-content.ts'
import { readSmallContent } from '../store.ts'

/** A file of a package, encrypted once more and durable, or small and still to be committed. */
export interface StoredFile extends StoredContent {
  readonly contentId: ContentId
  readonly small: Buffer | null
}

/**
 * Keeps a file for the queued mails that will carry it. It is encrypted already, but the names in a ZIP are not, and
 * at rest there is only ciphertext: hence the age file around it, whose identity waits in the mails.
 */
export async function storeFile(deps: SealingDeps, file: Uint8Array): Promise<StoredFile> {
  const { identity, recipient } = generateIdentity()
  const contentId = uuidV7<ContentId>(deps.clock.now().getTime())
  const start = startFile([recipient])
  const taken = await takeContent(Readable.from([file]))
  if ('whole' in taken) return { contentId, identity, small: encryptBytesFrom(start, taken.whole) }
  await storeContent(deps.blobs, { contentId, pieces: taken.pieces, start })
  return { contentId, identity, small: null }
}

/** A stored content in clear, in memory. AppError `blobs.missing` when it was removed. */
export async function openStored(
  deps: Pick<SealingDeps, 'database' | 'blobs'>,
  organisationId: OrganisationId,
  { contentId: named, identity }: StoredContent,
): Promise<Buffer> {
  const contentId = ids.content.parse(named)
  const small = await deps.database.withOrganisation(organisationId, (tx) => readSmallContent(tx, contentId))
  const sealed = small ?? (await buffer(await deps.blobs.open(contentId)))
  return Buffer.from(decryptBytes(sealed, [contentOpener(identity, contentId)]))
}

/** After a transaction that failed: only a refusal surely left no row; otherwise the sweep decides. */
export async function discardFiles(deps: SealingDeps, files: readonly StoredFile[], error: unknown): Promise<void> {
  if (!isAppError(error)) return
  for (const { contentId, small } of files)
    if (small === null) await deps.blobs.remove(contentId).catch(() => undefined)
}
