import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  encryptedPdf,
  secretText,
  secretTitle,
  testPassword,
} from '../../src/modules/secure/packaging/pdf-encryption/pdf-fixtures.ts'
import { requireProgram } from '../harness/programs.ts'

const run = promisify(execFile)
const qpdf = requireProgram('qpdf')
const pdfToText = requireProgram('pdftotext')
const pdfInfo = requireProgram('pdfinfo')
let folder = ''
let file = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pdf-encryption-'))
  file = join(folder, 'letter.pdf')
  await writeFile(file, encryptedPdf({ pages: 3 }))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('qpdf and our PDF', () => {
  test('qpdf finds no mistake in it, and revision 6 with AES-256 for everything', async () => {
    const { stdout } = await run(qpdf, ['--check', `--password=${testPassword}`, file])
    expect(stdout).toContain('PDF Version: 2.0')
    expect(stdout).toContain('R = 6')
    expect(stdout).toContain('No syntax or stream encoding errors found')
    for (const what of ['stream', 'string', 'file']) expect(stdout).toContain(`${what} encryption method: AESv3`)
  })

  test('qpdf takes the password for that of the user, who may print and copy', async () => {
    const { stdout } = await run(qpdf, ['--show-encryption', `--password=${testPassword}`, file])
    expect(stdout).toContain('Supplied password is user password')
    expect(stdout).not.toContain('owner password')
    expect(stdout).not.toContain('not allowed')
  })

  test('qpdf knows the owner by the owner password, where one was given', async () => {
    const owned = join(folder, 'owned.pdf')
    await writeFile(owned, encryptedPdf({ ownerPassword: 'the-owner' }))
    const { stdout } = await run(qpdf, ['--show-encryption', '--password=the-owner', owned])
    expect(stdout).toContain('Supplied password is owner password')
  })

  test('qpdf can take the encryption off, and then finds the text and the structure', async () => {
    const open = join(folder, 'open.pdf')
    await run(qpdf, [
      '--decrypt',
      `--password=${testPassword}`,
      '--object-streams=disable',
      '--stream-data=uncompress',
      file,
      open,
    ])
    await run(qpdf, ['--check', open])
    const { stdout } = await run(pdfToText, [open, '-'])
    expect(stdout).toContain(`${secretText}, Seite 3`)
  })

  test.each(['', 'wrong', 'abcd-efgh-ijkm-2346', `${testPassword} `])(
    'qpdf opens nothing with the wrong password %j',
    async (wrong) => {
      await expect(run(qpdf, ['--check', `--password=${wrong}`, file])).rejects.toMatchObject({ code: 2 })
    },
  )
})

describe('poppler and our PDF', () => {
  test('poppler reads the text of every page', async () => {
    const { stdout } = await run(pdfToText, ['-upw', testPassword, file, '-'])
    for (const page of [1, 2, 3]) expect(stdout).toContain(`${secretText}, Seite ${page}`)
  })

  test('poppler reads the title, the tags, the version and the encryption', async () => {
    const { stdout } = await run(pdfInfo, ['-upw', testPassword, file])
    expect(stdout).toContain(secretTitle)
    expect(stdout).toMatch(/^Tagged: +yes$/m)
    expect(stdout).toMatch(/^Pages: +3$/m)
    expect(stdout).toMatch(/^PDF version: +2\.0$/m)
    expect(stdout).toMatch(/^Encrypted: .*algorithm:AES-256/m)
  })

  test.each([
    ['-upw', ''],
    ['-opw', ''],
    ['-upw', 'wrong'],
    ['-opw', testPassword],
  ])('poppler opens nothing with %s %j', async (option, wrong) => {
    await expect(run(pdfToText, [option, wrong, file, '-'])).rejects.toMatchObject({ code: 1 })
  })
})
