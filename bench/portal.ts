/**
 * npm run bench:portal: what a phone loads and waits for before the message: bytes over the wire, and the time until the
 * page shows its first button, in Chromium with the processor slowed four times on a 4G line of 9 Mbit/s and 60 ms. The peer is a page that holds nothing but React and one button, built and measured the same way.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, CDPSession } from 'playwright-core'
import { build } from 'vite'
import react from '@vitejs/plugin-react'
import { precompress } from '../scripts/precompress.ts'
import { openSealpost, startSealpost } from '../src/main.ts'
import { loadConfig } from '../src/platform/config/load-config.ts'
import { serveClient } from '../src/platform/http/serve-clients.ts'
import { launchBrowser } from '../test/harness/browser.ts'
import { freshSettings } from '../test/harness/fresh-settings.ts'
import { linkInMail } from '../test/harness/guest-client.ts'
import { seedPractice, setSmsCheck } from '../test/harness/seed-practice.ts'
import { runSmtpLoad } from '../test/harness/smtp-load.ts'
import { startSmtpSink } from '../test/harness/smtp-sink.ts'

const rounds = 5
const phone = { slowdown: 4, latencyMs: 60, bytesPerSecond: 9_000_000 / 8 }

interface Measured {
  readonly bytes: number
  readonly requests: number
  readonly interactiveMs: number
}

async function slowDown(session: CDPSession): Promise<void> {
  await session.send('Emulation.setCPUThrottlingRate', { rate: phone.slowdown })
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: phone.latencyMs,
    downloadThroughput: phone.bytesPerSecond,
    uploadThroughput: phone.bytesPerSecond / 2,
  })
}

async function visit(browser: Browser, address: string): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en' })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await slowDown(session)
  let bytes = 0
  let requests = 0
  session.on('Network.loadingFinished', (event) => {
    bytes += event.encodedDataLength
    requests += 1
  })
  const startedMs = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  await page.getByRole('button', { name: 'Request code' }).waitFor()
  // The button answers once React has attached its handlers, which it has when the next frame is drawn.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))))
  const interactiveMs = performance.now() - startedMs
  // The typeface comes while the page can be used already; it counts among the bytes.
  await page.evaluate(() => document.fonts.ready)
  await context.close()
  return { bytes, requests, interactiveMs }
}

async function buildPeer(folder: string): Promise<void> {
  const source = join(import.meta.dirname, 'peers', 'react-page')
  await build({
    root: source,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: join(folder, 'peer'),
      assetsDir: 'assets/peer',
      emptyOutDir: true,
      modulePreload: { polyfill: false },
    },
  })
  precompress(join(folder, 'peer'))
}

const median = (numbers: readonly number[]) =>
  numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0

const folder = await mkdtemp(join(tmpdir(), 'bench-portal-'))
await mkdir(join(folder, 'dist'))
await buildPeer(join(folder, 'dist'))
const sink = await startSmtpSink()
const parts = await openSealpost(
  loadConfig({ ...(await freshSettings(folder, `smtp://127.0.0.1:${sink.port}`)), SEALPOST_LOG_LEVEL: 'error' }),
)
const running = await startSealpost(parts, {
  maxRequestsPerMinute: 100_000,
  extend: (server) => serveClient(server, join(folder, 'dist'), { name: 'peer', paths: ['/peer'] }),
})
const practice = await seedPractice(parts)
await setSmsCheck(parts, practice.organisationId, { address: 'patient@mail.example', number: '+4915112345678' })
await runSmtpLoad({
  port: running.addresses.submissions ?? 0,
  user: practice.doctor.address,
  password: practice.doctor.appPassword,
  connections: 1,
  messages: 1,
  recipients: ['patient@mail.example'],
  message: Buffer.from(`From: ${practice.doctor.address}\r\nSubject: Befund\r\n\r\nText\r\n`),
})
while (sink.mails.length === 0) await new Promise((resolve) => setTimeout(resolve, 50))
const link = linkInMail(sink.mails[0]?.raw ?? Buffer.alloc(0))
const browser = await launchBrowser()
const ours: Measured[] = []
const theirs: Measured[] = []
try {
  for (let round = 1; round <= rounds; round++) {
    ours.push(await visit(browser, `${parts.config.publicUrl}/o/${link.token}#${link.secret}`))
    theirs.push(await visit(browser, `${parts.config.publicUrl}/peer`))
    console.log(
      `round ${round}: portal ${ours.at(-1)?.interactiveMs.toFixed(0)} ms, bare React page ${theirs.at(-1)?.interactiveMs.toFixed(0)} ms`,
    )
  }
} finally {
  await browser.close()
  await running.stop()
  await sink.close()
  await rm(folder, { recursive: true, force: true })
}
const [cpu] = cpus()
const interactive = median(ours.map((one) => one.interactiveMs))
const peer = median(theirs.map((one) => one.interactiveMs))
console.log(
  `machine: ${cpus().length} × ${cpu?.model ?? 'unknown'}; processor slowed ${phone.slowdown} times, ${phone.latencyMs} ms latency, 9 Mbit/s`,
)
console.log(
  `portal before the message: ${(median(ours.map((one) => one.bytes)) / 1000).toFixed(1)} kB in ${median(ours.map((one) => one.requests))} requests (budget 150 kB)`,
)
console.log(
  `time to the first button, median of ${rounds}: portal ${interactive.toFixed(0)} ms (budget 1000 ms), bare React page ${peer.toFixed(0)} ms, ratio ${(interactive / peer).toFixed(2)}`,
)
