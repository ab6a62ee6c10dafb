import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { expectFailure, runCommand, runProcess, type CommandResult } from './cli-runner.ts'

/** What only real processes show: their streams and exit codes, and the database that comes and goes with them. */
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
