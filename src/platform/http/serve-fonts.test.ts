import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fontFiles, isFace } from '../../lib/pdf/index.ts'
import { loadConfig } from '../config/load-config.ts'
import { createLog } from '../log/log.ts'
import { createMetrics } from '../metrics/metrics.ts'
import { fontPath } from '../pdf-tools/index.ts'
import { createHttpServer, type HttpServer } from './http-server.ts'
import { serveFonts } from './serve-fonts.ts'

let server: HttpServer
beforeAll(async () => {
  const config = loadConfig({ SEALPOST_DATA_DIR: '/nonexistent' })
  server = await createHttpServer({ config, log: createLog('error'), metrics: createMetrics() })
  await serveFonts(server)
})
afterAll(() => server.close())

const get = (path: string) => server.inject({ method: 'GET', url: `/assets/fonts/${path}` })

describe('the fonts of PDFs', () => {
  test.each(['latin', 'thai-bold', 'chinese'] as const)('%s is served as it is, and may be kept', async (name) => {
    const answer = await get(name)
    expect(answer.statusCode).toBe(200)
    expect(answer.rawPayload.equals(readFileSync(fontPath(name)))).toBe(true)
    expect(answer.headers['content-type']).toMatch(/^font\/[ot]tf$/)
    expect(answer.headers['cache-control']).toBe('public, max-age=2592000')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  test('are all there', () => {
    for (const name of Object.keys(fontFiles).filter(isFace))
      expect(readFileSync(fontPath(name)).length).toBeGreaterThan(8_000)
    expect(Object.keys(fontFiles).every(isFace)).toBe(true)
  })

  test.each([
    'NotoSans-Regular.ttf',
    'constructor',
    '__proto__',
    '',
    '..%2Fpackage.json',
    'latin%2F..%2F..%2Fpackage.json',
    'latin%00',
  ])('%j is none of them', async (path) => {
    expect((await get(path)).statusCode).toBeGreaterThanOrEqual(400)
    expect((await get(path)).statusCode).toBeLessThan(500)
  })
})
