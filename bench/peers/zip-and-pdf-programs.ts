/** 7-Zip and qpdf as somebody would chain them in a script: per mail one archive and one encrypted PDF. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

export interface PipelineMail {
  readonly original: Uint8Array
  readonly attachments: readonly Uint8Array[]
  /** Unencrypted; made beforehand by our writer. */
  readonly pdf: Uint8Array
}

export interface Produced {
  /** Of all archives and PDFs. */
  readonly bytes: number
  /** Processor time of all programs; the clock of the shell ticks 100 times a second. */
  readonly cpuMs: number
}

export interface Pipeline {
  /** Packs every mail. */
  run(): Promise<Produced>
}

const script = [
  'cd "$1" || exit 1',
  'rm -f package.zip package.pdf',
  '7z a -tzip -mem=AES256 -pabcd-efgh-ijkm-2345 package.zip message.eml attachments >/dev/null || exit 1',
  'exec qpdf --encrypt abcd-efgh-ijkm-2345 owner-owner-owner-owner-owner-ow 256 -- letter.pdf package.pdf',
].join('\n')

/** Writes the mails into `folder`, which is not part of what is measured; `run` keeps `lanes` mails going at once. */
export async function preparePipeline(
  folder: string,
  mails: readonly PipelineMail[],
  lanes: number,
): Promise<Pipeline> {
  const places = mails.map((_, index) => join(folder, `mail-${index}`))
  for (const [index, mail] of mails.entries()) await writeMail(places[index] ?? '', mail)
  return {
    async run() {
      await Promise.all(places.map((place) => rm(join(place, 'package.zip'), { force: true })))
      const shell = spawn(
        'sh',
        ['-c', 'xargs -P "$1" -n 1 sh -c "$2" sh || exit 1; times', 'sh', String(lanes), script],
        {
          stdio: ['pipe', 'pipe', 'inherit'],
        },
      )
      shell.stdin.end(places.join('\n'))
      const [times] = await Promise.all([text(shell.stdout), once(shell, 'exit')])
      if (shell.exitCode !== 0) throw new Error('the pipeline failed')
      return { bytes: await producedBytes(places), cpuMs: childrenMs(times) }
    },
  }
}

async function writeMail(place: string, mail: PipelineMail): Promise<void> {
  await mkdir(join(place, 'attachments'), { recursive: true })
  await writeFile(join(place, 'message.eml'), mail.original)
  await writeFile(join(place, 'letter.pdf'), mail.pdf)
  for (const [index, file] of mail.attachments.entries()) await writeFile(join(place, 'attachments', `${index}`), file)
}

async function producedBytes(places: readonly string[]): Promise<number> {
  let bytes = 0
  for (const place of places) {
    for (const name of await readdir(place)) {
      if (name.startsWith('package.')) bytes += (await stat(join(place, name))).size
    }
  }
  return bytes
}

/** The second line of what the shell's `times` prints: user and system time of its children, "0m1.250000s 0m0.340000s". */
function childrenMs(times: string): number {
  const spans = [...(times.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  if (spans.length !== 2) throw new Error('the shell did not tell its times')
  return spans.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000, 0)
}
