import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import PostalMime from 'postal-mime'
import { requireProgram } from './programs.ts'

const run = promisify(execFile)

/** What a recipient finds in the mail with encrypted files. */
export interface CaughtPackage {
  readonly zip: Buffer
  readonly pdf: Buffer
  /** Names of the attachments. */
  readonly names: readonly string[]
  readonly text: string
}

/** Takes a caught mail apart as a mail program would. */
export async function packageIn(raw: Buffer): Promise<CaughtPackage> {
  const mail = await PostalMime.parse(raw)
  const bytesOf = (type: string) => {
    const found = mail.attachments.find(({ mimeType }) => mimeType === type)
    if (found === undefined || typeof found.content === 'string') throw new Error(`no ${type} in this mail`)
    return Buffer.from(new Uint8Array(found.content))
  }
  return {
    zip: bytesOf('application/zip'),
    pdf: bytesOf('application/pdf'),
    names: mail.attachments.map(({ filename }) => filename ?? ''),
    text: mail.text ?? '',
  }
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpost-opened-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Opens a ZIP with 7-Zip: its files by name, or null when it does not open under this password. */
export function openZip(zip: Uint8Array, password: string): Promise<ReadonlyMap<string, Buffer> | null> {
  return inFolder(async (folder) => {
    const archive = join(folder, 'a.zip')
    const out = join(folder, 'out')
    await writeFile(archive, zip)
    try {
      await run(requireProgram('7z'), ['x', '-y', `-p${password}`, `-o${out}`, archive])
    } catch {
      return null
    }
    const names = await readdir(out)
    return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(out, name))] as const)))
  })
}

/** The text of a PDF as poppler reads it, or null when it does not open under this password. */
export function openPdf(pdf: Uint8Array, password: string): Promise<string | null> {
  return inFolder(async (folder) => {
    const file = join(folder, 'a.pdf')
    await writeFile(file, pdf)
    try {
      return (await run(requireProgram('pdftotext'), ['-upw', password, '-layout', file, '-'])).stdout
    } catch {
      return null
    }
  })
}
