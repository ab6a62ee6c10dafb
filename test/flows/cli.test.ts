import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshSettings } from '../harness/fresh-settings.ts'
import { Installations } from '../harness/installations.ts'
import { signedInClient } from '../harness/smtp-client.ts'
import {
  expectFailure,
  repositoryRoot,
  runCommand,
  runProcess,
  startUntil,
  type CommandResult,
  type RunningCommand,
} from './cli-runner.ts'

const password = 'Sehr-geheim-und-lang-7'
const folders: string[] = []

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpost-cli-'))
  folders.push(folder)
  return folder
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

const json = (result: CommandResult) => JSON.parse(result.stdout) as Record<string, unknown>

async function everyFile(folder: string): Promise<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name))))
}

describe('what needs no database', () => {
  test('the version and help are printed, and help exits with success', async () => {
    const dataDir = await newFolder()
    const version = await runCommand(['--version'], { dataDir })
    expect([version.code, version.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)])
    const help = await runCommand(['--help'], { dataDir })
    expect(help.code).toBe(0)
    for (const name of ['serve', 'demo', 'organisation', 'account', 'recipient', 'audit', 'config'])
      expect(help.stdout).toContain(`\n  ${name}`)
  })

  test('docs/configuration.md is what the command prints', async () => {
    const { stdout } = await runCommand(['config', 'reference'], { dataDir: await newFolder() })
    expect(stdout).toBe(await readFile(join(repositoryRoot, 'docs/configuration.md'), 'utf8'))
  })

  test('the sample file is a configuration that can be used', async () => {
    const dataDir = await newFolder()
    const { stdout } = await runCommand(['config', 'sample'], { dataDir })
    const file = join(dataDir, 'sealpost.conf')
    await writeFile(file, stdout.replaceAll(/^#(?=SEALPOST_)/gm, ''))
    const checked = await runCommand(['config', 'check', '--json'], {
      dataDir,
      environment: { SEALPOST_CONFIG_FILE: file },
    })
    expect(json(checked)).toMatchObject({ usable: true, problems: [] })
  })

  test('config check reports every problem at once and shows no secret', async () => {
    const environment = {
      SEALPOST_HTTP_PORT: '123456',
      SEALPOST_PUBLIC_ULR: 'x',
      SEALPOST_SMS_URL: 'smpp://user:topsecretword@host:2775',
    }
    const result = await runCommand(['config', 'check'], { dataDir: await newFolder(), environment })
    expect(result.code).toBe(1)
    expect(result.stdout).toMatch(/SEALPOST_HTTP_PORT/)
    expect(result.stdout).toMatch(/SEALPOST_PUBLIC_ULR: unknown setting/)
    expect(result.stderr).toMatch(/^sealpost: the configuration has 2 problems: [^\n]+\n$/)
    expect(result.stdout + result.stderr).not.toContain('topsecretword')
    const good = await runCommand(['config', 'check'], {
      dataDir: await newFolder(),
      environment: { SEALPOST_SMS_URL: environment.SEALPOST_SMS_URL },
    })
    expect(good.stdout).toMatch(/SEALPOST_SMS_URL +\(set\)/)
    expect(good.stdout).not.toContain('topsecretword')
  })

  const mistakes: readonly (readonly [string, readonly string[], Record<string, string>, RegExp])[] = [
    ['an unknown option', ['organisation', 'list', '--colour'], {}, /unknown option '--colour'/],
    ['an unknown command', ['organisations'], {}, /unknown command 'organisations' \(Did you mean organisation\?\)/],
    [
      'a missing option',
      ['organisation', 'create', '--name', 'X'],
      {},
      /required option '--domain <domain>' not specified/,
    ],
    ['a missing argument', ['account', 'create', '--password-file', 'x'], {}, /missing required argument 'address'/],
    ['a setting that is no number', ['organisation', 'list'], { SEALPOST_HTTP_PORT: 'http' }, /SEALPOST_HTTP_PORT/],
    [
      'a damaged database address',
      ['organisation', 'list'],
      { SEALPOST_DATABASE_URL: 'mysql://x' },
      /SEALPOST_DATABASE_URL/,
    ],
    [
      'a database that does not answer',
      ['organisation', 'list'],
      { SEALPOST_DATABASE_URL: 'postgresql://user:topsecretword@127.0.0.1:1/x' },
      /database does not accept the connection/,
    ],
    [
      'a configuration file that is not there',
      ['serve'],
      { SEALPOST_CONFIG_FILE: '/nowhere/x' },
      /SEALPOST_CONFIG_FILE: the file cannot be read/,
    ],
    [
      'a value outside its choices',
      ['organisation', 'create', '--name', 'X', '--domain', 'x.example', '--language', 'fr'],
      {},
      /--language: /,
    ],
    [
      'a password file that is not there',
      ['account', 'create', 'a@x.example', '--password-file', '/nowhere/password'],
      {},
      /\/nowhere\/password: there is no such file/,
    ],
    ['no check', ['recipient', 'set', 'p@x.example'], {}, /exactly one of --sms/],
    [
      'two checks',
      ['recipient', 'set', 'p@x.example', '--email', '--sms', '+491713920012'],
      {},
      /exactly one of --sms/,
    ],
  ]
  test.each(mistakes)('%s is refused with one clear line', async (_what, words, environment, line) => {
    const result = await runCommand(words, { dataDir: await newFolder(), environment })
    expectFailure(result, line)
    expect(result.stderr).not.toContain('topsecretword')
    expect(result.stdout).toBe('')
  })

  test('a secret file that others may read is refused', async () => {
    const dataDir = await newFolder()
    await writeFile(join(dataDir, 'secret'), `${'ab'.repeat(32)}\n`, { mode: 0o644 })
    expectFailure(await runCommand(['organisation', 'list'], { dataDir }), /chmod 600/)
  })

  test('a weak password is refused before anything is opened', async () => {
    const dataDir = await newFolder()
    const words = ['account', 'create', 'a@x.example', '--password-file', '-']
    expectFailure(await runCommand(words, { dataDir, input: 'kurz\n' }), /at least 10 characters/)
    expectFailure(await runCommand(words, { dataDir, input: '\n' }), /begin with one line/)
    expect(await readdir(dataDir)).toEqual([])
  })
})

describe('beside a running server', () => {
  let dataDir = ''
  let environment: Record<string, string> = {}
  let server: RunningCommand
  const run = (words: readonly string[], input = '') => runCommand(words, { dataDir, environment, input })
  const runJson = async (...words: readonly string[]) => {
    const result = await run([...words, '--json'])
    expect(result.stderr).toBe('')
    return json(result)
  }

  beforeAll(async () => {
    dataDir = await newFolder()
    environment = { ...(await freshSettings(dataDir, 'smtp://127.0.0.1:9')), SEALPOST_LOG_LEVEL: 'warn' }
    server = await startUntil(['serve'], { dataDir, environment }, /Sealpost is ready/)
    await run(['organisation', 'create', '--name', 'Praxis', '--domain', 'praxis.example'])
  })
  afterAll(async () => {
    await server.stop()
  })

  test('the server says one line for each listener', () => {
    expect(server.output.stdout).toContain(`http://127.0.0.1:${environment['SEALPOST_HTTP_PORT']}`)
    expect(server.output.stdout).toContain(`127.0.0.1:${environment['SEALPOST_SUBMISSION_PORT']} (STARTTLS)`)
    expect(server.output.stdout).toContain(`127.0.0.1:${environment['SEALPOST_SUBMISSIONS_PORT']} (TLS)`)
  })

  test('an account gets eight recovery codes and app passwords that a mail program can use; none of them is stored', async () => {
    const words = [
      'account',
      'create',
      'Doctor@praxis.example',
      '--name',
      'Dr. Ada',
      '--admin',
      '--password-file',
      '-',
      '--json',
    ]
    const account = json(await run(words, `${password}\n`))
    expect(account).toMatchObject({ address: 'doctor@praxis.example', displayName: 'Dr. Ada', isAdmin: true })
    const codes = account['recoveryCodes'] as string[]
    expect(new Set(codes).size).toBe(8)

    const made = ['account', 'app-password', 'doctor@praxis.example', '--name', 'Thunderbird', '--password-file', '-']
    expectFailure(await run(made, 'not-the-password-1\n'), /password is not that of doctor@praxis\.example/)
    expectFailure(
      await run(['account', 'app-password', 'x@praxis.example', ...made.slice(3)], password),
      /no account x@praxis/,
    )
    const appPassword = String(json(await run([...made, '--json'], password))['appPassword'])
    const client = await signedInClient({
      port: Number(environment['SEALPOST_SUBMISSION_PORT']),
      user: 'doctor@praxis.example',
      password: appPassword,
    })
    client.destroy()

    const files = await everyFile(dataDir)
    expect(files.length).toBeGreaterThan(100)
    for (const secret of [password, appPassword, ...codes])
      expect(
        files.some((file) => file.includes(secret)),
        secret,
      ).toBe(false)

    const again = await run(['account', 'create', 'doctor@praxis.example', '--password-file', '-'], password)
    expectFailure(again, /exists already/)
    const foreign = await run(['account', 'create', 'a@other.example', '--password-file', '-'], password)
    expectFailure(foreign, /not in a domain/)
  })

  test('accounts are listed and closed; a closed one can no longer sign in', async () => {
    await run(['account', 'create', 'temp@praxis.example', '--password-file', '-'], password)
    const words = ['account', 'app-password', 'temp@praxis.example', '--name', 'TB', '--password-file', '-', '--json']
    const appPassword = String(json(await run(words, password))['appPassword'])
    expect((await run(['account', 'list', '--organisation', 'praxis.example'])).stdout).toContain('temp@praxis.example')
    expect(await runJson('account', 'close', 'temp@praxis.example')).toMatchObject({ closed: true })
    expect((await run(['account', 'list'])).stdout).not.toContain('temp@praxis.example')
    const port = Number(environment['SEALPOST_SUBMISSION_PORT'])
    await expect(signedInClient({ port, user: 'temp@praxis.example', password: appPassword })).rejects.toThrow(/535/)
  })

  test('an internet address that is locked out is listed and unlocked, by the account too', async () => {
    expect((await run(['lockouts'])).stdout).toContain('No internet address is locked out.')
    expectFailure(await run(['unlock', '203.0.113.7']), /No internet address is locked out/)
    const port = Number(environment['SEALPOST_SUBMISSION_PORT'])
    const guess = (wrong: number) => signedInClient({ port, user: 'x@praxis.example', password: `wrong ${wrong}` })
    const guesses = Array.from({ length: 10 }, async (_all, wrong) => expect(guess(wrong)).rejects.toThrow(/535/))
    await Promise.all(guesses)
    await expect(guess(10)).rejects.toThrow(/454 4\.7\.0 .*your internet address 127\.0\.0\.1 is locked/)
    expect(await runJson('lockouts')).toMatchObject([{ internetAddress: '127.0.0.1' }])
    expect((await run(['lockouts'])).stdout).toMatch(/^127\.0\.0\.1 +20/m)
    expect((await run(['unlock', 'X@praxis.example'])).stdout).toBe('Unlocked 127.0.0.1.\n')
    await expect(guess(11)).rejects.toThrow(/535/)
  })

  test('recipients get their check; numbers are shown masked and stored nowhere in clear', async () => {
    const set = ['recipient', 'set', 'Patient@web.example', '--organisation', 'Praxis']
    expect(await runJson(...set, '--sms', '+49 171 3920012')).toMatchObject({
      address: 'Patient@web.example',
      check: 'sms',
      maskedNumber: expect.stringMatching(/\*{4}/),
    })
    expectFailure(await run([...set, '--sms', '12']), /number/i)
    expectFailure(await run([...set, '--sms', '+1 212 555 0100']), /country|number/i)
    expectFailure(await run([...set, '--access-code-file', '-'], 'kurz\n'), /at least 6 characters/)
    expect(json(await run([...set, '--access-code-file', '-', '--json'], 'Kirschbaum 17\n'))).toMatchObject({
      check: 'access-code',
    })
    expect(await runJson(...set, '--email')).toMatchObject({ check: 'email', maskedNumber: null })
    const routed = await run([...set, '--route', 'attachment'])
    expect(routed.stdout).toMatch(/^Patient@web\.example gets messages as encrypted ZIP and PDF\.\n$/)
    const both = await runJson(...set, '--email', '--route', 'default')
    expect(both).toMatchObject({ check: 'email', route: null })
    expectFailure(await run([...set, '--route', 'pigeon']), /--route/)
    const listed = await run(['recipient', 'list', '--search', 'patient'])
    expect(listed.stdout).toContain('a code by mail')
    expectFailure(await run(['recipient', 'unlock', 'nobody@web.example']), /no recipient nobody/)
    const files = await everyFile(dataDir)
    for (const secret of ['1713920012', 'Kirschbaum 17'])
      expect(
        files.some((file) => file.includes(secret)),
        secret,
      ).toBe(false)
  })

  test('settings and branding are changed and shown', async () => {
    expect(await runJson('organisation', 'settings', '--expiry-days', '14', '--sms-countries', 'de,at')).toMatchObject({
      expiryDays: 14,
      smsCountries: ['DE', 'AT'],
    })
    expectFailure(await run(['organisation', 'settings', '--expiry-days', '9999']), /outside its limits/)
    expect(await runJson('organisation', 'branding', '--colour', '#0f6b63')).toMatchObject({ primaryColour: '#0f6b63' })
    expectFailure(
      await run(['organisation', 'branding', '--logo', join(repositoryRoot, 'package.json')]),
      /PNG, JPEG or WebP/,
    )
  })

  test('relays and DKIM records are made for the domain', async () => {
    const relay = await runJson('relay', 'create', '--name', 'exchange')
    expect(relay).toMatchObject({ userName: expect.stringMatching(/^relay-.+@praxis\.example$/) })
    expect((await run(['relay', 'list'])).stdout).toContain(String(relay['userName']))
    expect(await runJson('relay', 'remove', 'exchange')).toMatchObject({ removed: true })
    expectFailure(await run(['relay', 'remove', 'exchange']), /no relay "exchange"/)
    const records = JSON.parse((await run(['domain', 'dkim', '--domain', 'praxis.example', '--json'])).stdout)
    expect(records).toHaveLength(2)
    expect(records[0]).toMatchObject({ type: 'TXT', value: expect.stringMatching(/^v=DKIM1; k=rsa; p=/) })
    expectFailure(await run(['domain', 'dkim', '--domain', 'other.example']), /no organisation has verified/)
  })

  test('a second organisation has to be named; a head noted earlier is checked', async () => {
    await run(['organisation', 'create', '--name', 'Kanzlei', '--domain', 'kanzlei.example'])
    expectFailure(await run(['account', 'list']), /say which organisation/)
    expectFailure(await run(['account', 'list', '--organisation', 'Nix']), /no organisation "Nix"/)
    const verified = await run(['audit', 'verify'])
    expect(verified.stdout.match(/intact/g)).toHaveLength(2)
    const wrongHead = `1:${'0'.repeat(64)}`
    const result = await run(['audit', 'verify', '--organisation', 'Praxis', '--head', wrongHead])
    expect(result.code).toBe(1)
    expect(result.stdout).toMatch(/Praxis: DAMAGED: the noted head/)
    expect(result.stderr).toMatch(/^sealpost: the audit log of Praxis is damaged\n$/)
  })

  test('a second server on the same ports fails with one line and leaves the first one alone', async () => {
    const result = await runProcess(['serve'], { dataDir, environment })
    expectFailure(result, /Port \d+ \(SEALPOST_\w+\) is already in use/)
    const page = await fetch(`http://127.0.0.1:${environment['SEALPOST_HTTP_PORT']}/readyz`)
    expect(page.status).toBe(200)
  })
})

test('journal check tells of messages that are acknowledged and cannot be written', { timeout: 120_000 }, async () => {
  const installations = await Installations.open()
  const installation = await installations.add()
  const check = () => runCommand(['journal', 'check', '--json'], installation)
  const sound = await check()
  expect([sound.code, json(sound)]).toEqual([0, { waiting: 0, failing: 0, oldest: null }])
  await installation.database.ownerPool.query(`
    insert into sealpost.journal (organisation_id, id, content_id, accepted_at, facts, sealed_envelope, sealed_secrets, attempts, next_attempt_at)
    select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '2026-11-21', '{}', '', '', attempts, now() from unnest(array[0, 2]) attempts`)
  const unsound = await check()
  expect(json(unsound)).toEqual({ waiting: 1, failing: 1, oldest: '2026-11-21T00:00:00.000Z' })
  expectFailure(unsound, 'could not be written')
  await installations.close()
})
