import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PackNote } from '../../src/modules/secure/packaging/index.ts'
import { mailVariations } from './mail-variations.ts'

/** A mail as it came, and what a gateway must make of it. All of them are written for this test. */
export interface CorpusMail {
  readonly name: string
  readonly raw: Uint8Array
  /** Must stand in the PDF, white space aside. */
  readonly words: readonly string[]
  /** What stands beside message.eml: name in the ZIP and SHA-256 of the content, in order. */
  readonly files: readonly (readonly [name: string, sha256: string])[]
  readonly notes: readonly PackNote[]
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const folder = join(import.meta.dirname, '../fixtures/mails')

type Expectations = Readonly<Record<string, Omit<CorpusMail, 'name' | 'raw'>>>

/** The written ones: one file each, and beside them one file with what is expected of all. */
function writtenMails(): readonly CorpusMail[] {
  const expectations = JSON.parse(readFileSync(join(folder, 'expectations.json'), 'utf8')) as Expectations
  return Object.entries(expectations).map(([name, expected]) => ({
    name,
    raw: readFileSync(join(folder, `${name}.eml`)),
    ...expected,
  }))
}

/** All mails: written ones of the kinds that programs and people really send, and variations of their structure. */
export function mailCorpus(): readonly CorpusMail[] {
  const varied = mailVariations().map(({ files, ...mail }) => ({
    ...mail,
    raw: Buffer.from(mail.raw, 'latin1'),
    files: files.map(({ name, content }) => [name, sha256Of(content)] as const),
    notes: [],
  }))
  return [...writtenMails(), ...varied]
}
