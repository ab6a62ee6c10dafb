/**
 * Waits for SIGTERM or SIGINT, then stops gracefully. A second signal ends the process at once; what is on its way then
 * is found again at the next start.
 */
export function untilStopped(stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let isStopping = false
    const onSignal = (signal: NodeJS.Signals) => {
      if (isStopping) process.exit(signal === 'SIGINT' ? 130 : 143)
      isStopping = true
      process.stdout.write('stopping: finishing what is on its way; signal again to stop at once\n')
      stop()
        .then(resolve, reject)
        .finally(() => {
          process.off('SIGTERM', onSignal)
          process.off('SIGINT', onSignal)
        })
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  })
}
