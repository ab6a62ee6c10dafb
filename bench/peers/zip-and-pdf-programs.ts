/** 7-Zip and qpdf as somebody would chain them in a script: per mail one archive and one encrypted PDF. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface PipelineMail {
  readonly original: Uint8Array
  readonly attachments: readonly Uint8Array[]
  /** Unencrypted; made beforehand by our writer. */
  readonly pdf: Uint8Array
}

export interface Pipeline {
  /** Packs every mail; resolves with the bytes that came out. */
  run(): Promise<number>
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
      const xargs = spawn('xargs', ['-P', String(lanes), '-n', '1', 'sh', '-c', script, 'sh'], {
        stdio: ['pipe', 'ignore', 'inherit'],
      })
      xargs.stdin.end(places.join('\n'))
      await once(xargs, 'exit')
      if (xargs.exitCode !== 0) throw new Error('the pipeline failed')
      return await producedBytes(places)
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
