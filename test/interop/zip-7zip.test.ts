import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkZip } from '../../src/platform/zip/check-zip.ts'
import { entryNames } from '../../src/lib/file-names/index.ts'
import { archiveOf, testPassword, type PlainEntry } from '../../src/platform/zip/zip-fixtures.ts'
import { requireProgram } from '../harness/programs.ts'

const run = promisify(execFile)
const sevenZip = requireProgram('7z')
const text = Buffer.from('Sehr geehrte Frau Müller,\r\nanbei der Befund.\r\n'.repeat(4000))
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-7zip-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What 7-Zip takes out of an archive, by name. */
async function unpack(archive: Uint8Array, password: string): Promise<ReadonlyMap<string, Buffer>> {
  const place = await mkdtemp(join(folder, 'out-'))
  const file = join(place, 'package.zip')
  await writeFile(file, archive)
  await run(sevenZip, ['x', `-p${password}`, `-o${join(place, 'files')}`, '-y', file])
  const names = await readdir(join(place, 'files'))
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(place, 'files', name))] as const)),
  )
}

async function list(archive: Uint8Array): Promise<string> {
  const file = join(await mkdtemp(join(folder, 'list-')), 'package.zip')
  await writeFile(file, archive)
  const { stdout } = await run(sevenZip, ['l', '-slt', file])
  return stdout
}

async function expectOpened(entries: readonly PlainEntry[], archive: Uint8Array): Promise<void> {
  const files = await unpack(archive, testPassword)
  expect([...files.keys()].toSorted()).toEqual(entries.map(({ name }) => name).toSorted())
  for (const { name, content } of entries) expect(files.get(name)?.equals(content)).toBe(true)
}

describe('7-Zip and our archives', () => {
  const entries: readonly PlainEntry[] = [
    { name: 'message.eml', content: text },
    { name: 'Überweisung 报告 😀.pdf', content: randomBytes(300_001) },
    { name: 'base64.txt', content: Buffer.from(randomBytes(200_000).toString('base64')) },
    { name: 'empty', content: Buffer.alloc(0) },
    { name: 'streamed text', content: text, pieceBytes: 10_007 },
    { name: 'streamed noise', content: randomBytes(200_003), pieceBytes: 65_537 },
    { name: 'streamed nothing', content: Buffer.alloc(0), pieceBytes: 1 },
  ]

  test.each(['as-needed', 'always'] as const)('7-Zip unpacks every entry byte for byte (zip64 %s)', async (zip64) => {
    const { archive } = await archiveOf(entries, { zip64 })
    await expectOpened(entries, archive)
  })

  test('7-Zip sees AES-256 on every entry, UTF-8 names and the date', async () => {
    const listing = await list((await archiveOf(entries)).archive)
    const methods = listing.match(/^Method = .*$/gm) ?? []
    expect(methods).toHaveLength(entries.length)
    expect(methods.every((method) => method.startsWith('Method = AES-256 '))).toBe(true)
    expect(listing.match(/^CRC = $/gm)).toHaveLength(entries.length)
    expect(listing).toContain('Path = Überweisung 报告 😀.pdf')
  })

  test('7-Zip recognises the records of a large archive', async () => {
    expect(await list((await archiveOf(entries, { zip64: 'always' })).archive)).toMatch(/^64-bit = \+$/m)
  })

  test.each(['wrong', '', 'abcd-efgh-ijkm-2346'])('7-Zip opens nothing with the wrong password %j', async (wrong) => {
    const { archive } = await archiveOf([{ name: 'message.eml', content: text }])
    await expect(unpack(archive, wrong)).rejects.toMatchObject({ code: 2 })
  })

  test('7-Zip notices an altered byte', async () => {
    const { archive } = await archiveOf([{ name: 'message.eml', content: randomBytes(5000) }])
    archive[2000] = (archive[2000] ?? 0) ^ 1
    await expect(unpack(archive, testPassword)).rejects.toMatchObject({ code: 2 })
  })

  test('names that came from a stranger stay in the folder, apart, and recognisable', async () => {
    const wanted = [
      '../../x',
      '..\\x',
      'C:\\x',
      '/etc/x',
      'X',
      'con',
      '\u202Efdp.exe',
      '',
      null,
      '.',
      'message.eml',
      'a'.repeat(999),
    ]
    const named = entryNames(wanted, { neutral: false }).map((name, index) => ({
      name,
      content: Buffer.from(String(index)),
    }))
    await expectOpened(named, (await archiveOf(named)).archive)
  })

  test('2,000 entries are unpacked', async () => {
    const names = entryNames(
      Array.from({ length: 2000 }, () => 'scan.jpg'),
      { neutral: false },
    )
    const many = names.map((name, index) => ({ name, content: Buffer.from(String(index)) }))
    const { archive, expected } = await archiveOf(many)
    checkZip(archive, { password: testPassword, expected })
    await expectOpened(many, archive)
  })
})

describe('our reader and the archives of 7-Zip', () => {
  test('accepts no archive that was not made by our rules, and never hangs or breaks on one', async () => {
    const place = await mkdtemp(join(folder, 'theirs-'))
    await writeFile(join(place, 'message.eml'), text)
    await run(sevenZip, ['a', '-tzip', '-mem=ZipCrypto', `-p${testPassword}`, 'weak.zip', 'message.eml'], {
      cwd: place,
    })
    await run(sevenZip, ['a', '-tzip', 'open.zip', 'message.eml'], { cwd: place })
    const { expected } = await archiveOf([{ name: 'message.eml', content: text }])
    for (const name of ['weak.zip', 'open.zip']) {
      const archive = await readFile(join(place, name))
      expect(() => checkZip(archive, { password: testPassword, expected })).toThrow('packaging.zip-check-failed')
    }
  })
})
