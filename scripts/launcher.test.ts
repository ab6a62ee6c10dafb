import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const repository = resolve(import.meta.dirname, '..')
const pretendNode20 = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})`
const command = `
  const [what]: string[] = process.argv.slice(2)
  console.log(process.versions.node.split('.')[0], process.argv.slice(2).join('|'))
  if (what === 'die') process.kill(process.pid, 'SIGKILL')
  if (what === 'wait') {
    process.on('SIGTERM', () => process.exit(7))
    setInterval(() => {}, 1000)
    console.log('ready')
  } else process.exitCode = 3
`

interface Outcome {
  readonly code: number | null
  readonly output: string
}

describe('the sealpost launcher started by an old Node', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sealpost-launcher-'))
    for (const name of ['bin', 'src', 'node_modules']) mkdirSync(join(folder, name))
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    writeFileSync(join(folder, 'src/cli.ts'), command)
    copyFileSync(join(repository, 'bin/sealpost.js'), join(folder, 'bin/sealpost.js'))
    symlinkSync(join(repository, 'node_modules/node'), join(folder, 'node_modules/node'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const start = (...args: readonly string[]) =>
    spawn(process.execPath, ['--import', pretendNode20, join(folder, 'bin/sealpost.js'), ...args], { stdio: 'pipe' })

  test('hands over to the pinned one with its arguments and keeps the exit code', async () => {
    expect(await finish(start('serve', 'two words'))).toEqual({ code: 3, output: '24 serve|two words\n' })
  })

  test('passes a signal on and waits for an orderly end', async () => {
    const child = start('wait')
    child.stdout.on('data', (chunk: Buffer) => chunk.includes('ready') && child.kill('SIGTERM'))
    expect(await finish(child)).toMatchObject({ code: 7 })
  })

  test('reports a command that was killed as a failure', async () => {
    expect(await finish(start('die'))).toMatchObject({ code: 137 })
  })

  test('says what to do when the pinned one is not installed', async () => {
    rmSync(join(folder, 'node_modules/node'))
    const { code, output } = await finish(start('serve'))
    expect(code).toBe(1)
    expect(output).toMatch(/^sealpost: needs Node 24, .*run npm ci in .*\n$/)
  })
})

function finish(child: ChildProcess): Promise<Outcome> {
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((settle) => child.on('close', (code) => settle({ code, output })))
}
