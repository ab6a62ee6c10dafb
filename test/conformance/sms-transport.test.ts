import { migrate } from '../../src/platform/database/migrate.ts'
import { readOutbox } from '../../src/modules/transport/sms/queries/read-outbox.ts'
import { createHttpsTransport } from '../../src/modules/transport/sms/transports/https-transport.ts'
import { createOutboxTransport } from '../../src/modules/transport/sms/transports/outbox-transport.ts'
import { createSmppTransport } from '../../src/modules/transport/sms/transports/smpp/smpp-transport.ts'
import { readSmppUrl } from '../../src/modules/transport/sms/transports/smpp/smpp-url.ts'
import { startSmppServer } from '../harness/smpp-server.ts'
import type { SmppServer } from '../harness/smpp-server.ts'
import { createTestDeps } from '../harness/test-deps.ts'
import { startHttpProvider } from './sms-http-provider.ts'
import { makeLoopbackTlsPair } from './sms-tls-pair.ts'
import { describeSmsProviderFaults, describeSmsTransport } from './sms-transport.ts'
import type { ProviderFaults, TransportUnderTest } from './sms-transport.ts'

type WithFaults = TransportUnderTest & { readonly faults: ProviderFaults }

const invalidNumber = 0x0b
const throttled = 0x58

async function overSmpp(secure: boolean, query = ''): Promise<WithFaults> {
  const tls = secure ? makeLoopbackTlsPair() : undefined
  const serverOptions = tls === undefined ? {} : { tls }
  let server: SmppServer = await startSmppServer(serverOptions)
  const port = server.port
  const settings = readSmppUrl(new URL(`smpp${secure ? 's' : ''}://sealpost:secret@127.0.0.1:${port}${query}`))
  if (settings === undefined) throw new Error('The address of the test server is wrong.')
  const transport = createSmppTransport({
    settings,
    onReceipt: async () => undefined,
    timing: { responseTimeoutMs: 2500, bindWaitMs: 500, reconnectFirstMs: 20, reconnectMaxMs: 60, throttlePauseMs: 10 },
    ...(tls === undefined ? {} : { ca: tls.cert }),
  })
  return {
    transport,
    arrived: async () => server.texts.map(({ to, text }) => ({ to: `+${to}`, text })),
    faults: {
      refuse: (to) => server.faults.statusByNumber.set(to.slice(1), invalidNumber),
      throttle: (on) => {
        server.faults.submitStatuses = on ? Array.from({ length: 100 }, () => throttled) : []
      },
      fallSilent: () => {
        server.faults.silentSubmits = 100
      },
      goAway: () => server.close(),
      comeBack: async () => {
        server = await startSmppServer({ ...serverOptions, port })
      },
    },
    dispose: () => server.close().catch(() => undefined),
  }
}

async function overHttp(secure: boolean): Promise<WithFaults> {
  const tls = secure ? makeLoopbackTlsPair() : undefined
  const serverOptions = tls === undefined ? {} : { tls }
  let provider = await startHttpProvider(serverOptions)
  const port = provider.port
  const transport = createHttpsTransport({
    url: new URL(`http${secure ? 's' : ''}://127.0.0.1:${port}/texts`),
    timeoutMs: 2500,
    ...(tls === undefined ? {} : { ca: tls.cert }),
  })
  return {
    transport,
    arrived: async () => provider.taken.map(({ to, text }) => ({ to, text })),
    faults: {
      refuse: (to) => {
        provider.answer = (response, { body }) => response.writeHead(body.to === to ? 422 : 200).end()
      },
      throttle: (on) => {
        provider.answer = on ? (response) => response.writeHead(429).end() : undefined
      },
      fallSilent: () => {
        provider.answer = () => undefined
      },
      goAway: () => provider.close(),
      comeBack: async () => {
        provider = await startHttpProvider({ ...serverOptions, port })
      },
    },
    dispose: () => provider.close().catch(() => undefined),
  }
}

async function intoOutbox(): Promise<TransportUnderTest> {
  const deps = await createTestDeps()
  await migrate(deps.database, [
    { module: 'sms', folder: new URL('../../src/modules/transport/sms/migrations/', import.meta.url) },
  ])
  return {
    transport: createOutboxTransport(deps),
    arrived: async () => (await readOutbox(deps.database, deps.shred)).map(({ to, text }) => ({ to, text })),
    dispose: () => deps.close(),
  }
}

describeSmsTransport('outbox', intoOutbox)
describeSmsTransport('smpp', () => overSmpp(false))
describeSmsTransport('smpp with parts joined by SAR fields', () => overSmpp(false, '?join=sar&from=Sealpost'))
describeSmsTransport('smpps', () => overSmpp(true))
describeSmsTransport('https', () => overHttp(true))
describeSmsTransport('http', () => overHttp(false))
describeSmsProviderFaults('smpp', () => overSmpp(false))
describeSmsProviderFaults('smpps', () => overSmpp(true))
describeSmsProviderFaults('https', () => overHttp(true))
