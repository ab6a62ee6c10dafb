import { randomBytes, randomUUID } from 'node:crypto'
import { copyFile, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTar, writeTar, type ArchiveEntry } from '../../src/cli/backup/tar-format.ts'
import { decryptStream, encryptStream, generateIdentity } from '../../src/platform/age/index.ts'
import { freshSettings } from '../harness/fresh-settings.ts'
import { Installations, type Installation } from '../harness/installations.ts'
import { signedInClient } from '../harness/smtp-client.ts'
import { startSmtpSink } from '../harness/smtp-sink.ts'
import { until } from '../harness/until.ts'
import { runCommand, startUntil, type CommandResult, type CommandRun, type RunningCommand } from './cli-runner.ts'

const password = 'Sehr-geheim-und-lang-7'
const secretWord = 'Zwetschgendatschi'
const { identity, recipient } = generateIdentity()

let installations: Installations
let folder = ''
let dataDir = ''
let environment: Record<string, string> = {}
let appPassword = ''
let server: RunningCommand

const inside = (name: string) => join(folder, name)
const run = (words: readonly string[], input = '') => runCommand(words, { dataDir, environment, input })
const json = (result: CommandResult) => JSON.parse(result.stdout) as Record<string, unknown>

async function submit(attachmentBytes: number): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: Number(environment['SEALPOST_SUBMISSION_PORT']),
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: 'doctor@praxis.example', pass: appPassword },
  })
  await transport.sendMail({
    from: 'doctor@praxis.example',
    to: 'patient@web.example, unknown@web.example',
    subject: `${secretWord} subject`,
    text: `${secretWord} text`,
    attachments: [{ filename: 'scan.bin', content: randomBytes(attachmentBytes) }],
  })
  transport.close()
}

async function entriesOf(file: string): Promise<Map<string, Buffer>> {
  const plain = decryptStream([identity])
  const entries = new Map<string, Buffer>()
  Readable.from([await readFile(file)]).pipe(plain)
  for await (const { name, content } of readTar(plain as AsyncIterable<Uint8Array>)) entries.set(name, content)
  return entries
}

async function forge(name: string, entries: Iterable<ArchiveEntry>): Promise<string> {
  const plain = Readable.from(writeTar(Readable.from(entries) as AsyncIterable<ArchiveEntry>))
  const file = inside(name)
  await writeFile(file, await buffer(plain.pipe(encryptStream([recipient]))))
  return file
}

interface Survived {
  readonly secret?: boolean
  readonly keys?: boolean
}

/** What survived of the original: the secret file unless it is said to be gone, the folder of keys if it is said to be there. */
async function putBack(target: string, { secret = true, keys = false }: Survived): Promise<void> {
  if (keys) await cp(join(dataDir, 'shred'), join(target, 'shred'), { recursive: true })
  if (secret) await copyFile(join(dataDir, 'secret'), join(target, 'secret'))
}

async function newTarget(survived: Survived = {}): Promise<Installation> {
  const target = await installations.add()
  await putBack(target.dataDir, survived)
  return target
}

/** A server at this target, listening at ports of its own. */
async function serveAt(target: CommandRun, smarthost: string) {
  const settings = { ...(await freshSettings(target.dataDir, smarthost)), ...target.environment }
  const running = await startUntil(['serve'], { ...target, environment: settings }, /Sealpost is ready/)
  return { running, port: Number(settings.SEALPOST_SUBMISSION_PORT) }
}

const restore = (target: CommandRun, file: string, keys = ['--identity-file', inside('identity')]) =>
  runCommand(['restore', '--input', file, ...keys, '--json'], target)

beforeAll(async () => {
  installations = await Installations.open()
  folder = installations.folder
  const original = await installations.add()
  dataDir = original.dataDir
  await writeFile(inside('identity'), `# a comment\n${identity}\n`)
  environment = { ...(await freshSettings(dataDir, 'smtp://127.0.0.1:9')), ...original.environment }
  server = await startUntil(['serve'], { dataDir, environment }, /Sealpost is ready/)
  await run(['organisation', 'create', '--name', 'Praxis', '--domain', 'praxis.example'])
  await run(['account', 'create', 'doctor@praxis.example', '--password-file', '-'], password)
  const words = ['account', 'app-password', 'doctor@praxis.example', '--name', 'TB', '--password-file', '-', '--json']
  appPassword = String(json(await run(words, password))['appPassword'])
  await run(['recipient', 'set', 'patient@web.example', '--sms', '+49 171 3920012'])
  await submit(100)
  await submit(9_500_000)
})

afterAll(async () => {
  await server.stop()
  await installations.close()
})

/** What waited for a host that was down is tried at once. */
async function makeMailsDue({ database }: Installation): Promise<void> {
  await database.ownerPool.query('update sealpost.outgoing_mails set next_attempt_at = now()')
}

describe('a backup', () => {
  test('beside a running server holds rows and contents, and not a word in clear even when it is opened', async () => {
    const file = inside('words.age')
    const made = json(await run(['backup', '--output', file, '--to', recipient, '--json']))
    expect(made).toMatchObject({ file, withSecret: false })
    expect(Number(made['contents'])).toBeGreaterThan(0)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const entries = await entriesOf(file)
    expect([...entries.keys()]).toEqual(expect.arrayContaining(['sealpost-backup.json', 'complete.json']))
    expect(entries.has('secret')).toBe(false)
    const secret = (await readFile(join(dataDir, 'secret'), 'utf8')).trim()
    const forms = [secretWord, password, appPassword, '1713920012', secret]
    for (const content of entries.values())
      for (const word of forms) {
        expect(content.includes(word)).toBe(false)
        expect(content.includes(Buffer.from(word).toString('hex'))).toBe(false)
      }
  })

  test.each([
    ['no key', [], /exactly one of --to RECIPIENT and --passphrase-file FILE/],
    ['a recipient that is none', ['--to', 'age1nonsense'], /a recipient is written age1/],
    ['a short passphrase', ['--passphrase-file', '-'], /at least 12 characters/],
  ])('with %s is refused and leaves no file', async (_what, keys, line) => {
    const file = inside('refused.age')
    const result = await run(['backup', '--output', file, ...keys], 'kurz')
    expect(result.stderr).toMatch(line)
    expect(result.stderr.trim().split('\n')).toHaveLength(1)
    expect(result.code).toBe(1)
    expect((await readdir(folder)).filter((name) => name.startsWith('refused'))).toEqual([])
  })

  test('never replaces a file', async () => {
    const file = inside('existing.age')
    await writeFile(file, 'mine')
    const result = await run(['backup', '--output', file, '--to', recipient])
    expect(result.stderr).toMatch(/exists already/)
    expect(await readFile(file, 'utf8')).toBe('mine')
  })
})

describe('a restore', () => {
  let file = ''
  let entries: Map<string, Buffer>

  beforeAll(async () => {
    file = inside('backup.age')
    await run(['backup', '--output', file, '--to', recipient])
    entries = await entriesOf(file)
  })

  test('gives back every row and every content, and a server that works', async () => {
    // A new data folder and nothing else: the database in it is made by the restore.
    const target = { dataDir: await mkdtemp(inside('target-')) }
    await putBack(target.dataDir, { keys: true })
    expect(json(await restore(target, file))).toMatchObject({ auditIntact: true, lostLinks: 0 })
    const again = inside('again.age')
    await runCommand(['backup', '--output', again, '--to', recipient], target)
    const restored = await entriesOf(again)
    const linesOf = (text: Buffer | undefined) => text?.toString().split('\n').toSorted() ?? []
    for (const [name, content] of entries) {
      if (name.startsWith('blob/') || name.startsWith('row/'))
        expect(restored.get(name)?.equals(content), name).toBe(true)
      else if (!name.startsWith('tables/')) continue
      else if (!name.startsWith('tables/audit_')) expect(linesOf(restored.get(name)), name).toEqual(linesOf(content))
      else expect(linesOf(restored.get(name)), name).toEqual(expect.arrayContaining(linesOf(content)))
    }
    // The restore is the one entry that was not in the backup.
    const before = linesOf(entries.get('tables/audit_entries/000001.jsonl'))
    const added = linesOf(restored.get('tables/audit_entries/000001.jsonl')).filter((line) => !before.includes(line))
    expect(added.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(['backup.restored'])
    const counts = (of: ReadonlyMap<string, Buffer>) => {
      const end = JSON.parse(of.get('complete.json')?.toString() ?? '') as { tables: Record<string, number> }
      return { ...end, proof: '' }
    }
    const { tables } = counts(entries)
    const withRestore = {
      audit_entries: (tables['audit_entries'] ?? 0) + 1,
      audit_chain: (tables['audit_chain'] ?? 0) + 1,
    }
    expect(counts(restored)).toEqual({ ...counts(entries), tables: { ...tables, ...withRestore } })
    const { running, port } = await serveAt(target, 'smtp://127.0.0.1:9')
    const client = await signedInClient({ port, user: 'doctor@praxis.example', password: appPassword })
    client.destroy()
    expect(await running.stop()).toBe(0)
  })

  test('without the folder of keys says how many links need a new one; the server starts and tells the senders', async () => {
    const target = await newTarget()
    // Two messages to the patient; the other recipient is parked and never had a link.
    expect(json(await restore(target, file))).toMatchObject({ auditIntact: true, lostLinks: 2 })
    await makeMailsDue(target)
    const sink = await startSmtpSink()
    const { running } = await serveAt(target, `smtp://127.0.0.1:${sink.port}`)
    const toDoctor = () => sink.mails.filter(({ to }) => to.includes('doctor@praxis.example'))
    await until('the sender hears of both', () => (toDoctor().length >= 2 ? true : undefined), 60_000)
    expect(sink.mails.filter(({ to }) => to.includes('patient@web.example'))).toEqual([])
    expect(await running.stop()).toBe(0)
    await sink.close()
  })

  test('is not started with other keys than its own, until somebody says that those are lost', async () => {
    const target = await newTarget({ keys: true })
    await restore(target, file)
    await rm(join(target.dataDir, 'shred'), { recursive: true })
    const refused = await runCommand(['lockouts'], target)
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/run: sealpost keys lost/)])
    expect(json(await runCommand(['keys', 'lost', '--json'], target))).toEqual({ links: 2 })
    expect((await runCommand(['lockouts'], target)).code).toBe(0)
  })

  test('with a passphrase brings its own secret file when the backup has one', async () => {
    const withSecret = inside('with-secret.age')
    const passphrase = 'korrekt pferd batterie'
    await run(['backup', '--output', withSecret, '--passphrase-file', '-', '--with-secret'], passphrase)
    const target = await newTarget({ secret: false })
    await writeFile(inside('passphrase'), passphrase)
    const keys = ['--passphrase-file', inside('passphrase')]
    expect(json(await restore(target, withSecret, keys))).toMatchObject({ auditIntact: true })
    expect(await readFile(join(target.dataDir, 'secret'))).toEqual(await readFile(join(dataDir, 'secret')))
    expect((await stat(join(target.dataDir, 'secret'))).mode & 0o777).toBe(0o600)
    await writeFile(inside('passphrase'), 'another passphrase')
    expect((await restore(await newTarget({ secret: false }), withSecret, keys)).stderr).toMatch(
      /does not open with this key/,
    )
  })

  test('without a secret file, or with another one, touches nothing', async () => {
    const missing = await newTarget({ secret: false })
    expect((await restore(missing, file)).stderr).toMatch(/put the one you kept at/)
    expect(await readdir(missing.dataDir)).toEqual([])
    const other = await newTarget({ secret: false })
    await writeFile(join(other.dataDir, 'secret'), `${'0f'.repeat(32)}\n`, { mode: 0o600 })
    expect((await restore(other, file)).stderr).toMatch(/is not the secret file that belongs to this backup/)
  })

  test('into what is not empty, or beside a server, is refused', async () => {
    expect((await restore({ dataDir, environment }, file)).stderr).toMatch(/stop the server before a restore/)
    const target = await newTarget()
    await runCommand(['organisation', 'create', '--name', 'Other', '--domain', 'other.example'], target)
    expect((await restore(target, file)).stderr).toMatch(/database is not empty/)
  })

  test('that fails leaves an empty target, into which the whole backup can then be restored', async () => {
    const target = await newTarget()
    const whole = await readFile(file)
    const changed = Buffer.from(whole)
    changed[whole.length - 2000] = (changed[whole.length - 2000] ?? 0) ^ 1
    const complete = JSON.parse(entries.get('complete.json')?.toString() ?? '') as { contents: number }
    const list = [...entries].map(([name, content]) => ({ name, content }))
    const start = JSON.parse(entries.get('sealpost-backup.json')?.toString() ?? '') as { migrations: unknown[] }
    const replaced = (wanted: string, value: unknown) =>
      list.map((entry) => (entry.name === wanted ? { ...entry, content: Buffer.from(JSON.stringify(value)) } : entry))
    const damaged: (readonly [string, string, RegExp])[] = [
      ['cut off', inside('cut.age'), /damaged or cut off/],
      ['one bit changed', inside('changed.age'), /damaged or cut off/],
      [
        'other counts',
        await forge('counts.age', replaced('complete.json', { ...complete, contents: 99 })),
        /damaged or cut off/,
      ],
      ['no end', await forge('no-end.age', list.slice(0, -1)), /damaged or cut off/],
      [
        'a piece missing',
        await forge(
          'piece.age',
          list.filter(({ name }) => !name.endsWith('/000002')),
        ),
        /damaged or cut off/,
      ],
      [
        'a foreign table',
        await forge('foreign.age', [
          list[0],
          { name: 'tables/pg_authid/000001.jsonl', content: Buffer.from('{}\n') },
          ...list.slice(1),
        ] as ArchiveEntry[]),
        /damaged or cut off/,
      ],
      [
        'a content that no row can hold',
        await forge('large.age', [
          list[0],
          {
            name: `row/${randomUUID()}/${randomUUID()}/000001`,
            content: Buffer.alloc(1_000_001),
          },
          ...list.slice(1),
        ] as ArchiveEntry[]),
        /damaged or cut off/,
      ],
      [
        'a foreign entry',
        await forge('entry.age', [
          list[0],
          { name: '../../etc/passwd', content: Buffer.from('x') },
          ...list.slice(1),
        ] as ArchiveEntry[]),
        /damaged or cut off/,
      ],
      [
        'another version',
        await forge(
          'version.age',
          replaced('sealpost-backup.json', { ...start, migrations: start.migrations.slice(1) }),
        ),
        /made by another version/,
      ],
    ]
    const accounts = 'tables/accounts/000001.jsonl'
    const changedRow = JSON.parse(entries.get(accounts)?.toString() ?? '') as object
    damaged.push([
      'a row changed by somebody without the secret',
      await forge('row.age', replaced(accounts, { ...changedRow, display_name: 'Mallory' })),
      /damaged or cut off/,
    ])
    await writeFile(inside('cut.age'), whole.subarray(0, whole.length - 100_000))
    await writeFile(inside('changed.age'), changed)
    for (const [what, path, line] of damaged) {
      const result = await restore(target, path)
      expect(result.stderr, what).toMatch(line)
      expect(result.stderr.trim().split('\n'), what).toHaveLength(1)
      expect(result.code, what).toBe(1)
    }
    const blobs = await readdir(join(target.dataDir, 'blobs'), { recursive: true, withFileTypes: true })
    expect(blobs.filter((entry) => entry.isFile())).toEqual([])
    expect(json(await restore(target, file))).toMatchObject({ auditIntact: true })
  })

  test('the archive opens with ordinary tools: a ustar archive of JSON lines', async () => {
    const rows = entries.get('tables/accounts/000001.jsonl')?.toString() ?? ''
    expect(
      rows
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { address: string }).address),
    ).toEqual(['doctor@praxis.example'])
  })
})
