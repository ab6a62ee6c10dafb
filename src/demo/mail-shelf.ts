import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { DemoMail } from '../contract/demo.ts'
import { uuidV7 } from '../lib/id/uuid-v7.ts'
import type { Clock } from '../platform/clock/clock.ts'
import type { TransitKey } from '../platform/transit/transit-key.ts'
import type { CaughtMail } from './mail-sink.ts'
import { readMail, type MailFile, type ReadMail } from './read-mail.ts'

/** The caught mails, newest first; they outlive the process, so that a second start finds them. */
export interface MailShelf {
  keep(mail: CaughtMail): Promise<void>
  list(): readonly DemoMail[]
  find(id: string): ShelvedMail | undefined
  /** One file of a mail, counted from 0; read from disk each time, since files may be large. */
  file(id: string, index: number): Promise<MailFile | undefined>
}

export interface ShelvedMail {
  readonly summary: DemoMail
  readonly mail: Omit<ReadMail, 'files'>
  /** What links in it begin with; the demo may have another port today. */
  readonly publicUrl: string
}

const storedShape = z.object({ publicUrl: z.string(), to: z.array(z.string()), raw: z.string() })
const maxMails = 200
const fileName = /^[0-9a-f-]{36}$/

const contextOf = (id: string) => `demo/caught-mails/${id}`

function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))
}

async function shelve(id: string, stored: z.output<typeof storedShape>): Promise<ShelvedMail> {
  const { files, ...mail } = readMail(Buffer.from(stored.raw, 'base64'))
  const { from, subject } = mail
  const summary = {
    id,
    caughtAt: timeOf(id).toISOString(),
    from,
    to: stored.to.join(', '),
    subject,
    files: files.map(({ name, mediaType, content }) => ({ name, mediaType, sizeBytes: content.length })),
  }
  return { summary, mail, publicUrl: stored.publicUrl }
}

/** Links open messages, so what is kept on disk is under the transit key, as in the queue that the mails came from. */
export async function openMailShelf(deps: {
  readonly folder: string
  readonly transit: TransitKey
  readonly clock: Clock
  readonly publicUrl: string
}): Promise<MailShelf> {
  const { folder, transit, clock, publicUrl } = deps
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const ids = (await readdir(folder)).filter((name) => fileName.test(name)).toSorted()
  const mails: ShelvedMail[] = []
  const read = async (id: string) =>
    storedShape.parse(JSON.parse(transit.open(await readFile(join(folder, id)), contextOf(id)).toString()))
  for (const id of ids.slice(-maxMails)) mails.unshift(await shelve(id, await read(id)))
  return {
    async keep({ to, raw }) {
      const id = uuidV7(clock.now().getTime())
      const stored = { publicUrl, to: [...to], raw: raw.toString('base64') }
      const sealed = transit.seal(Buffer.from(JSON.stringify(stored)), contextOf(id))
      await writeFile(join(folder, `${id}.part`), sealed, { mode: 0o600 })
      await rename(join(folder, `${id}.part`), join(folder, id))
      mails.unshift(await shelve(id, stored))
      for (const old of mails.splice(maxMails)) await rm(join(folder, old.summary.id), { force: true })
    },
    list: () => mails.map(({ summary }) => summary),
    find: (id) => mails.find(({ summary }) => summary.id === id),
    async file(id, index) {
      // Only names that are on the shelf lead to a file on disk.
      if (!mails.some(({ summary }) => summary.id === id)) return undefined
      const { files } = readMail(Buffer.from((await read(id)).raw, 'base64'))
      return files[index]
    },
  }
}
