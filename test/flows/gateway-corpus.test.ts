import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPackaging, type Packaging } from '../../src/modules/secure/packaging/index.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { createMetrics } from '../../src/platform/metrics/metrics.ts'
import { mailCorpus, sha256Of } from '../harness/mail-corpus.ts'
import { requireProgram } from '../harness/programs.ts'

const corpus = mailCorpus()
const password = 'k7mn-p2qr-s3tu-v4wx'
const wrongPassword = 'k7mn-p2qr-s3tu-v4wy'
const run = promisify(execFile)
const programs = { zip: '7z', check: 'qpdf', text: 'pdftotext' }

let packaging: Packaging
let folder: string
const logLines: string[] = []

beforeAll(async () => {
  programs.zip = requireProgram('7z')
  programs.check = requireProgram('qpdf')
  programs.text = requireProgram('pdftotext')
  folder = await mkdtemp(join(tmpdir(), 'sealpost-corpus-'))
  const log = createLog('debug', { write: (line: string) => void logLines.push(line) })
  packaging = createPackaging({ log, metrics: createMetrics() })
})

afterAll(async () => {
  await packaging.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Writes what was packed; the paths of both files and of an empty folder beside them. */
async function pack(name: string, raw: Uint8Array) {
  const outcome = await packaging.pack({
    content: raw,
    password,
    language: 'de',
    neutralNames: false,
    timeZone: 'Europe/Berlin',
    maxBytes: 50_000_000,
  })
  if (outcome.kind !== 'packed') throw new Error(outcome.kind)
  const own = join(folder, name.replaceAll(/\W+/g, '-'))
  await mkdir(own)
  const paths = { zip: `${own}.zip`, pdf: `${own}.pdf`, opened: own }
  await writeFile(paths.zip, outcome.zip)
  await writeFile(paths.pdf, outcome.pdf)
  return { ...paths, notes: outcome.notes }
}

const options = { maxBuffer: 64 * 1024 * 1024 }
const unzip = (zip: string, to: string, by: string) =>
  run(programs.zip, ['x', `-p${by}`, `-o${to}`, '-bso0', '-bsp0', zip], options)
const readText = async (pdf: string, by: string): Promise<string> =>
  (await run(programs.text, ['-upw', by, '-enc', 'UTF-8', pdf, '-'], options)).stdout

/** What a line break, a ligature or a mark of direction may change is not compared. */
const comparable = (text: string): string => text.normalize('NFKC').replaceAll(/[\s\u00ad\p{Cf}]+/gu, '')

test('the corpus is as large and as varied as it says', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(200)
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length)
  expect(new Set(corpus.map(({ raw }) => sha256Of(raw))).size).toBe(corpus.length)
})

test.concurrent.each(corpus)('$name: ZIP and PDF hold the message, for other programs too', async (mail) => {
  const packed = await pack(mail.name, mail.raw)
  await unzip(packed.zip, packed.opened, password)
  const original = await readFile(join(packed.opened, 'message.eml'))
  expect(original.equals(mail.raw)).toBe(true)
  const opened = await Promise.all(
    mail.files.map(async ([name]) => [name, sha256Of(await readFile(join(packed.opened, name)))]),
  )
  expect(opened).toEqual(mail.files)
  expect(await readdir(packed.opened)).toHaveLength(mail.files.length + 1)
  expect(packed.notes).toEqual(mail.notes)

  const check = await run(programs.check, ['--check', `--password=${password}`, packed.pdf], options)
  expect(check.stdout).toMatch(/PDF Version: 2\.0\nR = 6\n/)
  const text = comparable(await readText(packed.pdf, password))
  expect(mail.words.filter((words) => !text.includes(comparable(words)))).toEqual([])

  await expect(unzip(packed.zip, `${packed.opened}-wrong`, wrongPassword)).rejects.toThrow('Wrong password')
  await expect(readText(packed.pdf, wrongPassword)).rejects.toThrow('Incorrect password')
  await expect(readText(packed.pdf, '')).rejects.toThrow('Incorrect password')
})

test('no word of the mails is logged', () => {
  expect(logLines.filter((line) => !/^\{"level":\d+,"time":"[^"]+","event":"packing/.test(line))).toEqual([])
})
