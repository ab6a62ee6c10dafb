import { randomBytes, randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addRun, type RunOptions } from '../../src/cli/backup/add-run.ts'
import { chooseSeal } from '../../src/cli/backup/archive-keys.ts'
import { openBackupFolder } from '../../src/cli/backup/backup-folder.ts'
import { openSealpost, type Parts } from '../../src/main.ts'
import { decryptStream, encryptStream, generateIdentity } from '../../src/platform/age/index.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { Installations, type Installation } from '../harness/installations.ts'
import { runCommand, type CommandResult } from './cli-runner.ts'

const { identity, recipient } = generateIdentity()
const organisationId = randomUUID()
let installations: Installations
let folder = ''
let original: Installation
let parts: Parts

const inside = (name: string) => join(folder, name)
const json = (result: CommandResult) => JSON.parse(result.stdout) as Record<string, unknown>
const open = ({ environment }: Installation) => openSealpost(loadConfig(environment), { log: createLog('silent') })
const backup = (...words: string[]) => runCommand(['backup', '--to', recipient, '--json', ...words], original)

async function newTarget(): Promise<Installation> {
  const target = await installations.add()
  await copyFile(join(original.dataDir, 'secret'), join(target.dataDir, 'secret'))
  return target
}

const restore = (target: Installation, ...words: string[]) =>
  runCommand(['restore', '--identity-file', inside('identity'), '--json', ...words], target)

async function run(into: string, options: Partial<RunOptions> = {}) {
  const seal = await chooseSeal({ to: [recipient], passphraseFile: undefined }, { input: Readable.from([]) })
  const target = await openBackupFolder(into, parts.transit)
  const given = { folder: target, seal, madeAt: parts.clock.now().toISOString(), withSecret: false, check: false }
  return addRun(parts, { keepDays: null, progress: () => undefined, ...given, ...options })
}

async function storeRow(bytes: number): Promise<string> {
  const id = randomUUID()
  await parts.database.ownerPool.query(
    'insert into sealpost.small_contents (organisation_id, id, sealed) values ($1, $2, $3)',
    [organisationId, id, randomBytes(bytes)],
  )
  return id
}

async function storeBlob(bytes: number): Promise<string> {
  const id = randomUUID()
  await parts.blobs.put(id, randomBytes(bytes))
  return id
}

const removeRow = (id: string) =>
  parts.database.ownerPool.query('delete from sealpost.small_contents where id = $1', [id])

/** Every content by its name, as it lies there. */
async function contentsOf(of: Parts): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  const { rows } = await of.database.ownerPool.query<{ id: string; sealed: Buffer }>(
    'select id, sealed from sealpost.small_contents',
  )
  for (const { id, sealed } of rows) found[`row ${id}`] = sealed.toString('base64')
  for await (const id of of.blobs.listOlderThan(new Date(Date.now() + 86_400_000)))
    found[`blob ${id}`] = (await buffer(await of.blobs.open(id))).toString('base64')
  return found
}

async function contentsIn(target: Installation): Promise<Record<string, string>> {
  const restored = await open(target)
  try {
    return await contentsOf(restored)
  } finally {
    await restored.close()
  }
}

beforeAll(async () => {
  installations = await Installations.open()
  folder = installations.folder
  original = await installations.add()
  await writeFile(inside('identity'), `${identity}\n`)
  parts = await open(original)
})

afterAll(async () => {
  await parts.close()
  await installations.close()
})

describe('a folder of backups', () => {
  test('takes each content once, and gives back either moment', async () => {
    const into = inside('moments')
    const kept = [await storeRow(3000), await storeBlob(9_000_000)]
    const gone = [await storeRow(2000), await storeBlob(200_000)]
    const first = await run(into)
    expect(first.added).toEqual({ contents: 4, contentBytes: 9_205_000 })
    const atFirst = await contentsOf(parts)
    const moment = new Date()
    await removeRow(gone[0] ?? '')
    await parts.blobs.remove(gone[1] ?? '')
    const added = [await storeRow(60_000), await storeBlob(100_000), await storeBlob(0)]
    const second = json(await backup('--into', into))
    expect(second).toMatchObject({
      contents: kept.length + added.length,
      added: { contents: 3, contentBytes: 160_000 },
    })
    const atSecond = await contentsOf(parts)
    expect(await run(into)).toMatchObject({ contents: 5, added: { contents: 0, contentBytes: 0 } })

    const earlier = await newTarget()
    expect(json(await restore(earlier, '--from', into, '--at', moment.toISOString()))).toMatchObject({ contents: 4 })
    expect(await contentsIn(earlier)).toEqual(atFirst)
    const latest = await newTarget()
    expect(json(await restore(latest, '--from', into))).toMatchObject({ contents: 5, auditIntact: true })
    expect(await contentsIn(latest)).toEqual(atSecond)
    expect((await restore(await newTarget(), '--from', into, '--at', '2020-01-01T00:00:00Z')).stderr).toMatch(
      /holds none of before/,
    )
  })

  test('says nothing of what it holds to somebody without a key', async () => {
    const into = inside('silent')
    await storeRow(100)
    await run(into)
    for (const name of await readdir(into, { recursive: true })) {
      const content = await readFile(join(into, name)).catch(() => Buffer.of())
      expect(content.includes(organisationId), name).toBe(false)
      expect(content.includes('small_contents'), name).toBe(false)
    }
  })

  test('goes on after a run that was broken off: what was written whole counts', async () => {
    const into = inside('broken-off')
    await storeRow(500)
    const target = await openBackupFolder(into, parts.transit)
    const cut = {
      ...target,
      writeRun: async (_at: string, content: AsyncIterable<Uint8Array>) => {
        for await (const _piece of content);
        throw new Error('the disk is gone')
      },
    }
    await expect(run(into, { folder: cut })).rejects.toThrow('the disk is gone')
    await writeFile(join(into, 'packs', 'half.age.1234.part'), 'half')
    expect((await run(into)).added.contents).toBe(0)
    expect((await readdir(join(into, 'packs'))).filter((name) => name.endsWith('.part'))).toEqual([])
    expect((await restore(await newTarget(), '--from', into)).code).toBe(0)
  })

  test('whose packs were exchanged is not restored; a check names them, and the next backup writes their contents again', async () => {
    const into = inside('exchanged')
    await storeBlob(300_000)
    await run(into)
    const pack = (await readdir(join(into, 'packs'))).find((name) => name.endsWith('.age')) ?? ''
    const path = join(into, 'packs', pack)
    // By somebody who knows the recipient: the same contents, encrypted once more, so that nothing inside differs.
    const sealed = await readFile(path)
    const plain = await buffer(Readable.from([sealed]).pipe(decryptStream([identity])))
    const again = await buffer(Readable.from([plain]).pipe(encryptStream([recipient])))
    expect(again).toHaveLength(sealed.length)
    await writeFile(path, again)
    const target = await newTarget()
    const refused = await restore(target, '--from', into)
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/damaged or cut off/)])
    const checked = await backup('--into', into, '--check')
    expect([checked.code, checked.stderr]).toEqual([1, expect.stringContaining(pack.replace('.age', ''))])
    expect((await restore(target, '--from', into)).code).toBe(0)
    expect(await contentsIn(target)).toEqual(await contentsOf(parts))
  })

  test('with another run put in the place of the last one is not restored', async () => {
    const into = inside('forged')
    await run(into)
    const name = (await readdir(join(into, 'runs'))).find((file) => file.endsWith('.age')) ?? ''
    const plain = await buffer(
      Readable.from([await readFile(join(into, 'runs', name))]).pipe(decryptStream([identity])),
    )
    const changed = Buffer.from(plain.toString('latin1').replace('"jobs": 0', '"jobs": 1'), 'latin1')
    await writeFile(join(into, 'runs', name), await buffer(Readable.from([changed]).pipe(encryptStream([recipient]))))
    expect((await restore(await newTarget(), '--from', into)).stderr).toMatch(/damaged or cut off/)
  })

  test('lets old runs go, and what only they need, never the last one', async () => {
    const into = inside('pruned')
    const old = await storeBlob(70_000)
    await run(into, { madeAt: '2026-01-01T00:00:00.000Z' })
    await parts.blobs.remove(old)
    const filesOf = async (kind: string) => (await readdir(join(into, kind))).filter((name) => name.endsWith('.age'))
    await run(into, { madeAt: '2026-01-02T00:00:00.000Z', keepDays: 10 })
    expect(await filesOf('runs')).toEqual(['2026-01-02T00-00-00-000Z.age'])
    const added = await storeBlob(10_000)
    const last = await run(into, { keepDays: 10 })
    expect(last.removed).toEqual(['2026-01-02T00-00-00-000Z'])
    expect(await filesOf('runs')).toHaveLength(1)
    const target = await newTarget()
    expect((await restore(target, '--from', into)).code).toBe(0)
    expect(await contentsIn(target)).toEqual(await contentsOf(parts))
    await parts.blobs.remove(added)
  })

  test('writes again what is left of a pack that is mostly gone, so that the pack can go', async () => {
    const into = inside('worn')
    const gone = await storeBlob(40_000_000)
    await storeBlob(1000)
    await run(into, { madeAt: '2026-01-01T00:00:00.000Z', keepDays: 1 })
    const largePacks = async () => {
      const names = (await readdir(join(into, 'packs'))).filter((name) => name.endsWith('.age'))
      const sizes = await Promise.all(names.map(async (name) => (await stat(join(into, 'packs', name))).size))
      return sizes.filter((size) => size > 40_000_000).length
    }
    expect(await largePacks()).toBe(1)
    await parts.blobs.remove(gone)
    // The first run after it sees what is gone, the second one writes the rest anew.
    expect((await run(into, { madeAt: '2026-01-03T00:00:00.000Z', keepDays: 1 })).added.contents).toBe(0)
    expect((await run(into, { keepDays: 1 })).added.contents).toBeGreaterThan(0)
    expect(await largePacks()).toBe(0)
    const target = await newTarget()
    expect((await restore(target, '--from', into)).code).toBe(0)
    expect(await contentsIn(target)).toEqual(await contentsOf(parts))
  })

  test('is not shared with another installation, nor used by two backups at a time', async () => {
    const into = inside('foreign')
    await run(into)
    const words = ['backup', '--into', into, '--to', recipient]
    const refused = await runCommand(words, await installations.add())
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/another installation or was changed/)])
    const both = await Promise.allSettled([run(inside('at-once')), run(inside('at-once'))])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test.each([
    ['neither place', [], /exactly one of --output FILE and --into FOLDER/],
    ['both places', ['--output', 'a', '--into', 'b'], /exactly one of --output FILE and --into FOLDER/],
    ['days to keep for a file', ['--output', 'a', '--keep-days', '3'], /go with --into FOLDER/],
  ])('%s is refused', async (_what, words, line) => {
    expect((await backup(...words)).stderr).toMatch(line)
  })

  test('that holds no backup says so, and nothing is touched', async () => {
    const [empty, target] = [await mkdtemp(inside('empty-')), await newTarget()]
    const refused = await restore(target, '--from', empty)
    expect([refused.code, refused.stderr]).toEqual([1, `sealpost: ${empty} holds no backup\n`])
    expect(await readdir(target.dataDir)).toEqual(['secret'])
  })

  test('whose indexes are gone is restored all the same', async () => {
    const into = inside('no-indexes')
    await run(into)
    for (const name of await readdir(into, { recursive: true }))
      if (name.endsWith('.index')) await rename(join(into, name), inside(name.replaceAll('/', '-')))
    expect((await restore(await newTarget(), '--from', into)).code).toBe(0)
  })
})
