/** Builds the page of widget-page/ as clients are built, and serves it as they are served: with the same headers. */
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { expect } from 'vitest'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createHttpServer } from '../../src/platform/http/http-server.ts'
import { serveClient } from '../../src/platform/http/serve-clients.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { createMetrics } from '../../src/platform/metrics/metrics.ts'
import { clientConfig } from '../../vite.config.ts'
import { findBarriers } from './axe.ts'

export interface WidgetPage {
  readonly url: string
  readonly close: () => Promise<void>
}

/** The caller closes it. */
export async function serveWidgetPage(): Promise<WidgetPage> {
  const folder = await mkdtemp(join(tmpdir(), 'widget-page-'))
  const root = resolve(import.meta.dirname, 'widget-page')
  await build({ ...clientConfig('widgets', join(folder, 'widgets')), root, configFile: false })
  const config = loadConfig({ SEALPOST_DATA_DIR: '/nonexistent' })
  const server = await createHttpServer({ config, log: createLog('error'), metrics: createMetrics() })
  await serveClient(server, folder, { name: 'widgets', paths: ['/'] })
  await server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = server.server.address() as AddressInfo
  return {
    url: `http://localhost:${port}/`,
    close: async () => {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What no widget may cost: a style element, which the policy refuses, an error in the console, a barrier. */
export async function requireNoCost(page: Page, complaints: readonly string[]): Promise<void> {
  expect(await page.locator('style').count()).toBe(0)
  expect(await findBarriers(page)).toEqual([])
  expect(complaints).toEqual([])
}
