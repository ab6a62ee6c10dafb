import type { Shell } from './shell.ts'

/**
 * Listens for SIGTERM and SIGINT from now on, so that a signal during the start is not lost either; the promise resolves
 * at the first one. A second signal ends the process at once; what is on its way then is found again at the next start.
 */
export function listenForStop({ errors }: Pick<Shell, 'errors'>): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false
    const onSignal = (signal: NodeJS.Signals) => {
      if (isStopping) process.exit(signal === 'SIGINT' ? 130 : 143)
      isStopping = true
      errors.write('stopping: finishing what is on its way; signal again to stop at once\n')
      resolve()
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  })
}
