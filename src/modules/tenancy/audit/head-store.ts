import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../contract/errors/app-error.ts'
import { ids } from '../../../contract/identifiers.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'

/** Number and hash of a link of a chain. */
export interface ChainHead {
  readonly sequence: number
  readonly hash: string
}

/**
 * The heads of the chains, kept where somebody who can write the database cannot: in the data folder, a file for each
 * organisation. A head is written after its links have committed, so it may be behind the chain and is never ahead.
 */
export interface HeadStore {
  /** Throws AppError `audit.head-unreadable` for a file that holds anything else. */
  read(organisationId: OrganisationId): Promise<ChainHead | undefined>
  /** On disk when it resolves. The caller holds the chain's lock, so that no older head replaces a newer one. */
  write(organisationId: OrganisationId, head: ChainHead): Promise<void>
  /** Organisations of which a head is known here. */
  organisationIds(): Promise<readonly OrganisationId[]>
}

const fileName = /^(.+)\.json$/
const content = z.object({
  format: z.literal(1),
  organisationId: z.string(),
  sequence: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function sync(path: string): Promise<void> {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function parseHead(text: string, organisationId: OrganisationId): ChainHead {
  try {
    const parsed = content.parse(JSON.parse(text))
    if (parsed.organisationId !== organisationId) throw new Error('the head of another organisation')
    return { sequence: parsed.sequence, hash: parsed.hash }
  } catch (error) {
    throw new AppError(
      'broken',
      'audit.head-unreadable',
      `The noted head of the audit log of ${organisationId} cannot be read.`,
      { cause: error },
    )
  }
}

export function createHeadStore(folder: string): HeadStore {
  const pathOf = (organisationId: OrganisationId) => join(folder, `${organisationId}.json`)
  return {
    async read(organisationId) {
      const text = await readFile(pathOf(organisationId), 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return undefined
        throw error
      })
      return text === undefined ? undefined : parseHead(text, organisationId)
    },
    async write(organisationId, { sequence, hash }) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const temporary = `${pathOf(organisationId)}.${randomBytes(4).toString('hex')}`
      const file = await open(temporary, 'wx', 0o600)
      try {
        await file.writeFile(`${JSON.stringify({ format: 1, organisationId, sequence, hash })}\n`)
        await file.sync()
        await rename(temporary, pathOf(organisationId))
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      } finally {
        await file.close()
      }
      await sync(folder)
    },
    async organisationIds() {
      const names = await readdir(folder).catch((error: unknown) => {
        if (isMissing(error)) return []
        throw error
      })
      return names.flatMap((found) => ids.organisation.safeParse(fileName.exec(found)?.[1]).data ?? [])
    },
  }
}
