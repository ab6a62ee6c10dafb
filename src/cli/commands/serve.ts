import type { Command } from 'commander'
import { z } from 'zod'
import type { Addresses } from '../../main.ts'
import { loadConfig, type Config } from '../../platform/config/load-config.ts'
import { addCommand, type CommandHost } from '../define-command.ts'
import { listenForStop } from '../listen-for-stop.ts'
import { announceFirstStart } from '../open-parts.ts'
import type { Shell } from '../shell.ts'

/** One line per listener that is open. */
export function describeListeners({ http, submission, submissions, metrics }: Addresses, config: Config): string[] {
  const host = config.SEALPOST_HOST
  return [
    ...(http === null ? [] : [`web pages and API  http://${host}:${http} (links begin with ${config.publicUrl})`]),
    ...(submission === null ? [] : [`mail submission    ${host}:${submission} (STARTTLS)`]),
    ...(submissions === null ? [] : [`mail submission    ${host}:${submissions} (TLS)`]),
    ...(metrics === null ? [] : [`metrics            http://127.0.0.1:${metrics}/metrics`]),
  ]
}

async function serve(asJson: boolean, shell: Shell) {
  const config = loadConfig(shell.environment)
  const stopWanted = listenForStop(shell)
  announceFirstStart(shell, config)
  const { openSealpost, startSealpost } = await import('../../main.ts')
  const running = await startSealpost(await openSealpost(config))
  const { addresses } = running
  const ready = asJson
    ? JSON.stringify({ ready: true, publicUrl: config.publicUrl, ...addresses })
    : [...describeListeners(addresses, config), 'Sealpost is ready.'].join('\n')
  shell.output.write(`${ready}\n`)
  await stopWanted
  await running.stop()
  return { data: { stopped: true }, text: 'Sealpost has stopped.' }
}

/** Adds `serve`: runs until a signal. With --json the open ports are one line of JSON. */
export function addServeCommand(program: Command, host: CommandHost): void {
  addCommand(program, host, {
    path: 'serve',
    summary: 'run the server',
    input: z.object({ json: z.boolean().default(false) }),
    run: ({ json }, shell) => serve(json, shell),
  })
}
