import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** The counters, gauges and histograms of one process. Label values are words from the code, never addresses or content. */
export interface Metrics {
  counter(name: string, help: string, labels?: readonly string[]): Counter
  gauge(name: string, help: string, labels?: readonly string[]): Gauge
  histogram(name: string, help: string, labels?: readonly string[]): Histogram
  text(): Promise<string>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const known = new Map<string, Counter | Gauge | Histogram>()
  const reuse = <Metric extends Counter | Gauge | Histogram>(
    name: string,
    kind: new (...args: never[]) => Metric,
    make: () => Metric,
  ): Metric => {
    const found = known.get(name)
    if (found instanceof kind) return found
    const made = make()
    known.set(name, made)
    return made
  }
  return {
    counter: (name, help, labels = []) =>
      reuse(name, Counter, () => new Counter({ name, help, labelNames: [...labels], registers })),
    gauge: (name, help, labels = []) =>
      reuse(name, Gauge, () => new Gauge({ name, help, labelNames: [...labels], registers })),
    histogram: (name, help, labels = []) =>
      reuse(name, Histogram, () => new Histogram({ name, help, labelNames: [...labels], registers })),
    text: () => registry.metrics(),
  }
}

/** Serves `/metrics` on 127.0.0.1 only; the caller closes the returned server. */
export async function serveMetrics(metrics: Metrics, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text),
      () => response.writeHead(500).end(),
    )
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}
