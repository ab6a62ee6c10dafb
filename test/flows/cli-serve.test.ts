import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshSettings } from '../harness/fresh-settings.ts'
import { expectFailure, runProcess, startUntil } from './cli-runner.ts'

/** The server as a process: how it starts, what signals do to it, and that its database goes with it. */
describe('serve', () => {
  let dataDir = ''
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sealpost-serve-'))
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

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
