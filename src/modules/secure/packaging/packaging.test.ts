import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createLog } from '../../../platform/log/log.ts'
import { createMetrics } from '../../../platform/metrics/metrics.ts'
import { createPackaging, type Packaging, type PackLimits, type PackRequest } from './index.ts'
import { checkPdf } from './pdf-encryption/check-pdf.ts'
import { openEntry } from '../../../platform/zip/open-entry.ts'
import { readDirectory } from '../../../platform/zip/read-directory.ts'

// Threads load their code and fonts anew for most tests, and a shared machine is slow.
vi.setConfig({ testTimeout: 180_000 })

const password = 'k7mn-p2qr-s3tu-v4wx'
const logLines: string[] = []
let opened: Packaging[] = []

function create(limits: Partial<PackLimits> = {}) {
  const metrics = createMetrics()
  const log = createLog('debug', { write: (line: string) => void logLines.push(line) })
  const packaging = createPackaging({
    log,
    metrics,
    limits: { workers: 1, attemptMs: 120_000, textAttemptMs: 120_000, ...limits },
  })
  const pack = (content: Uint8Array, more: Partial<PackRequest> = {}) =>
    packaging.pack({
      content,
      password,
      language: 'de',
      timeZone: 'Europe/Berlin',
      neutralNames: false,
      maxBytes: 10_000_000,
      ...more,
    })
  return { packaging, pack, metrics }
}

/** Ends with its test. */
function open(limits: Partial<PackLimits> = {}) {
  const created = create(limits)
  opened.push(created.packaging)
  return created
}

/** One whose thread has loaded its code and fonts already, for tests that are not about threads. */
let lasting: ReturnType<typeof create>
beforeAll(() => {
  lasting = create()
})
afterAll(() => lasting.packaging.stop())

afterEach(async () => {
  await Promise.all(opened.map((packaging) => packaging.stop()))
  opened = []
})

const mail = (body: string, type = 'text/plain'): Buffer =>
  Buffer.from(`From: a@example.org\r\nSubject: Geheimwort\r\nContent-Type: ${type}\r\n\r\n${body}`)
const namesIn = (zip: Uint8Array): readonly string[] => readDirectory(Buffer.from(zip)).map(({ name }) => name)

/** Takes seconds to lay out, and has no words. */
const slowMarkup = mail('<hr>'.repeat(340_000), 'text/html')
/** Takes hundreds of megabytes to lay out, and has few words. */
const largeMarkup = mail('<table><tr><td>a<td>b</table>'.repeat(30_000), 'text/html')

function mailWithFile(bytes: Uint8Array, name: string): Buffer {
  const head =
    `Subject: large\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nText\r\n--b\r\n` +
    `Content-Type: application/octet-stream; name="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n`
  const lines = Buffer.from(bytes).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  return Buffer.concat([Buffer.from(head), Buffer.from(lines), Buffer.from('\r\n--b--\r\n')])
}

describe('a package', () => {
  test('holds the message byte for byte and opens with its password', async () => {
    const { pack } = lasting
    const content = mailWithFile(Buffer.from('Inhalt'), 'Übersicht.txt')
    const outcome = await pack(content)
    if (outcome.kind !== 'packed') throw new Error(outcome.kind)
    const [message, file] = readDirectory(Buffer.from(outcome.zip))
    expect(message === undefined ? null : openEntry(message, password)?.equals(content)).toBe(true)
    expect(file === undefined ? null : openEntry(file, password)?.toString()).toBe('Inhalt')
    expect(file === undefined ? null : openEntry(file, `${password}x`)).toBeNull()
    expect(checkPdf(outcome.pdf, { password }).pages).toBe(1)
    expect(outcome).toMatchObject({ attachments: 1, notes: [] })
    expect(content.length).toBeGreaterThan(0)
  })

  test('hides what the attachments are called if that is wanted', async () => {
    const { pack } = lasting
    const outcome = await pack(mailWithFile(Buffer.from('x'), 'Diagnose.pdf'), { neutralNames: true })
    expect(outcome.kind === 'packed' ? namesIn(outcome.zip) : []).toEqual(['message.eml', 'attachment-1.pdf'])
  })

  test('of nothing at all is a package too', async () => {
    const { pack } = lasting
    const outcome = await pack(Buffer.alloc(0))
    expect(outcome.kind === 'packed' ? namesIn(outcome.zip) : []).toEqual(['message.eml'])
  })

  test('of damaged bytes is a package too', async () => {
    const { pack } = lasting
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => pack(randomBytes(20_000))))
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 10 }, () => 'packed'))
  })
})

describe('a message that the renderer cannot bear', () => {
  test('is packed with its plain text when it takes too long, while others are not held up', async () => {
    const { pack, metrics } = open({ attemptMs: 100, attemptMsPerMiB: 0, workers: 2 })
    const { pack: packOthers } = open({ workers: 2 })
    const [hostile, ...others] = await Promise.all([pack(slowMarkup), packOthers(mail('a')), packOthers(mail('b'))])
    expect(hostile).toMatchObject({ kind: 'packed', notes: ['text-only'] })
    expect(others.map(({ kind }) => kind)).toEqual(['packed', 'packed'])
    const text = await metrics.text()
    expect(text).toContain('sealpost_package_threads_lost_total{reason="time"} 1')
    expect(text).toContain('sealpost_package_second_tries_total 1')
    expect(text).toContain('sealpost_packages_total{outcome="packed"} 1')
  })

  test('is packed with its plain text when it takes too much memory, which no other message is lost by', async () => {
    const { pack, metrics } = open({ heapMiB: 64, workers: 2 })
    const [hostile, ...others] = await Promise.all([
      pack(largeMarkup),
      ...['a', 'b', 'c'].map((text) => pack(mail(text))),
    ])
    expect(hostile).toMatchObject({ kind: 'packed', notes: ['text-only'] })
    expect(others.map(({ kind }) => kind)).toEqual(['packed', 'packed', 'packed'])
    expect(await metrics.text()).toContain('sealpost_package_threads_lost_total{reason="memory"} 1')
  })

  test('is refused when even its text cannot be packed, and the next one is packed again', async () => {
    const { pack } = open({ attemptMs: 1, textAttemptMs: 1, attemptMsPerMiB: 0 })
    await expect(pack(slowMarkup)).rejects.toMatchObject({ code: 'packaging.failed', temporary: false })
    const { pack: packWithin } = open({ workers: 1 })
    expect((await packWithin(mail('x'))).kind).toBe('packed')
  })

  test('leaves no word of itself in the log', () => {
    expect(logLines.length).toBeGreaterThan(0)
    expect(logLines.filter((line) => /Geheimwort|k7mn|<hr>/.test(line))).toEqual([])
  })
})

describe('a large message', () => {
  const content = mailWithFile(randomBytes(50_000_000), 'film.bin')

  test('is too large as soon as its files are larger than allowed', async () => {
    const { pack, metrics } = open()
    expect(await pack(content, { maxBytes: 20_000_000 })).toEqual({ kind: 'too-large' })
    expect(await metrics.text()).toContain('sealpost_packages_total{outcome="too-large"} 1')
  })

  test('with a file of 50 MB is packed where that is allowed, in memory of a few times its size', async () => {
    const { pack } = lasting
    await pack(mail('warm'))
    const before = process.memoryUsage().rss
    let most = before
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
    const outcome = await pack(content, { maxBytes: 200_000_000 })
    clearInterval(watch)
    expect(outcome.kind === 'packed' ? namesIn(outcome.zip) : []).toEqual(['message.eml', 'film.bin'])
    expect(most - before).toBeLessThan(12 * content.length)
  })

  test('is too large when only the PDF makes it so', async () => {
    const { pack } = lasting
    const { zip, pdf } = await packed(pack(mail('x')))
    expect(await pack(mail('x'), { maxBytes: zip.length + pdf.length - 100 })).toEqual({ kind: 'too-large' })
  })
})

async function packed(pack: ReturnType<Packaging['pack']>) {
  const outcome = await pack
  if (outcome.kind !== 'packed') throw new Error(outcome.kind)
  return outcome
}

describe('many requests', () => {
  test('wait for a thread up to a number, the rest hears that it may come again', async () => {
    const { pack } = open({ maxWaiting: 2 })
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd'].map((text) => pack(mail(text))))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected'])
    expect(outcomes[3]).toMatchObject({ reason: { code: 'packaging.busy', temporary: true } })
  })

  test('end with the program', async () => {
    const { packaging, pack } = open()
    const ended = Promise.allSettled([pack(slowMarkup), pack(mail('waits'))])
    await packaging.stop()
    const busy = { status: 'rejected', reason: { code: 'packaging.busy', temporary: true } }
    expect(await ended).toMatchObject([busy, busy])
    await expect(pack(mail('late'))).rejects.toMatchObject({ code: 'packaging.busy' })
  })

  test('find a thread again after an idle one has ended', async () => {
    const { pack } = open({ idleMs: 1 })
    for (let count = 0; count < 2; count += 1) {
      expect((await pack(mail('x'))).kind).toBe('packed')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })
})
