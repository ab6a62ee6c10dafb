import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshSettings } from '../harness/fresh-settings.ts'
import { expectFailure, runCommand, runProcess, startUntil, type CommandResult } from './cli-runner.ts'

/** What only real processes show: their streams, exit codes and signals, and the database that comes and goes with them. */
const folders: string[] = []

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpost-process-'))
  folders.push(folder)
  return folder
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

test('the process answers on its own streams, and its exit code tells success from failure', async () => {
  const dataDir = await newFolder()
  const version = await runProcess(['--version'], { dataDir })
  expect(version).toEqual({ code: 0, stderr: '', stdout: (await runCommand(['--version'], { dataDir })).stdout })
  const words = ['account', 'create', 'a@x.example', '--password-file', '-']
  const refused = await runProcess(words, { dataDir, input: 'kurz\n' })
  expectFailure(refused, /at least 10 characters/)
  expect([refused.code, refused.stdout]).toEqual([1, ''])
})

describe('without a server', () => {
  test('a command starts the database, does its work and stops the database again', async () => {
    const dataDir = await newFolder()
    const words = ['organisation', 'create', '--name', 'Kanzlei', '--domain', 'kanzlei.example']
    const made = await runProcess(words, { dataDir })
    expect([made.code, made.stderr]).toEqual([0, ''])
    expect(made.stdout).toMatch(/Created Kanzlei .*\n.*kanzlei\.example counts as verified/)
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
    const again = ['organisation', 'create', '--name', 'kanzlei', '--domain', 'other.example']
    expectFailure(await runCommand(again, { dataDir }), /already an organisation of this name/)
    const verified = await runCommand(['audit', 'verify', '--json'], { dataDir })
    expect(JSON.parse(verified.stdout)).toMatchObject([{ organisation: 'Kanzlei', intact: true, waiting: 0 }])
  })

  test('commands that start at the same moment, or while another one ends, share one database', async () => {
    const dataDir = await newFolder()
    const create = (number: number) =>
      runProcess(['organisation', 'create', '--name', `Org ${number}`, '--domain', `org${number}.example`], { dataDir })
    const made = await Promise.all([1, 2, 3].map(create))
    for (const { code, stderr } of made) expect([code, stderr]).toEqual([0, ''])
    const running: Promise<CommandResult>[] = []
    for (const waitMs of [0, 200, 400]) {
      await sleep(waitMs)
      running.push(runProcess(['organisation', 'list', '--json'], { dataDir }))
    }
    for (const { code, stdout } of await Promise.all(running))
      expect([code, (JSON.parse(stdout) as unknown[]).length]).toEqual([0, 3])
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
  })
})

describe('serve', () => {
  let dataDir = ''
  beforeAll(async () => {
    dataDir = await newFolder()
  })

  test('a taken port ends it with one line, and the database it started has stopped', async () => {
    const blocker = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => blocker.once('listening', resolve))
    const address = blocker.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const environment = {
      ...(await freshSettings(dataDir, 'smtp://127.0.0.1:9')),
      SEALPOST_SUBMISSION_PORT: String(port),
    }
    const result = await runProcess(['serve'], {
      dataDir,
      environment: { ...environment, SEALPOST_LOG_LEVEL: 'error' },
    })
    blocker.close()
    // A server logs to standard error as well: JSON, one event a line.
    const stderr = result.stderr.replaceAll(/^\{.*\}\n/gm, '')
    expectFailure({ ...result, stderr }, new RegExp(`Port ${port} .*already in use`))
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
  })

  test.each(['SIGTERM', 'SIGINT'] as const)('%s stops it gracefully, the database included', async (signal) => {
    const environment = await freshSettings(dataDir, 'smtp://127.0.0.1:9')
    const server = await startUntil(['serve', '--json'], { dataDir, environment }, /^\{"ready":true.*\}\n/)
    expect(JSON.parse(server.output.stdout)).toMatchObject({
      http: Number(environment['SEALPOST_HTTP_PORT']),
      submission: Number(environment['SEALPOST_SUBMISSION_PORT']),
    })
    expect(await server.stop(signal)).toBe(0)
    expect(server.output.stdout).toMatch(/"stopped": true\n\}\n$/)
    expect(await readdir(join(dataDir, 'postgres'))).not.toContain('postmaster.pid')
  })
})
