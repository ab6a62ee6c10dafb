import { createServer } from 'node:net'

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
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
