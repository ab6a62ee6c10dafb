import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the ports that systems give to outgoing connections: one of those could take a port while its server restarts. */
const lowestPort = 20_000
const highestPort = 31_999

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowestPort, highestPort + 1)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** Settings of a server that touches nothing outside `dataDir` and its own free ports. */
export async function freshSettings(dataDir: string, smarthost: string): Promise<Record<string, string>> {
  const [http, submission, submissions, metrics] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  return {
    SEALPOST_DATA_DIR: dataDir,
    SEALPOST_PUBLIC_URL: `http://localhost:${http}`,
    SEALPOST_HTTP_PORT: String(http),
    SEALPOST_SUBMISSION_PORT: String(submission),
    SEALPOST_SUBMISSIONS_PORT: String(submissions),
    SEALPOST_METRICS_PORT: String(metrics),
    SEALPOST_SMARTHOST: smarthost,
  }
}
