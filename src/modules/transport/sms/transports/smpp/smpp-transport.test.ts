import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { makeLoopbackTlsPair } from '../../../../../../test/conformance/sms-tls-pair.ts'
import { startSmppServer } from '../../../../../../test/harness/smpp-server.ts'
import type { SmppServer, SmppServerOptions } from '../../../../../../test/harness/smpp-server.ts'
import type { SmsReceipt, SmsReceiptListener, SmsTransport } from '../transport.ts'
import type { SmppTiming } from './smpp-link.ts'
import { createSmppTransport } from './smpp-transport.ts'
import { readSmppUrl } from './smpp-url.ts'

const message = { to: '+4915123456789', text: 'Ihr Code: 491327', reference: 'r-1', validForSeconds: 600 }
const patient = { signal: AbortSignal.timeout(60_000) }
const quick: Partial<SmppTiming> = {
  responseTimeoutMs: 1_000,
  bindWaitMs: 1_000,
  reconnectFirstMs: 10,
  reconnectMaxMs: 40,
  throttlePauseMs: 10,
}
const undo: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step()
})

async function startCentre(options: SmppServerOptions = {}): Promise<SmppServer> {
  const centre = await startSmppServer(options)
  undo.push(() => centre.close())
  return centre
}

interface TransportOptions {
  readonly query?: string
  readonly scheme?: string
  readonly password?: string
  readonly onReceipt?: SmsReceiptListener
  readonly timing?: Partial<SmppTiming>
  readonly events?: string[]
}

function open(port: number, options: TransportOptions = {}): SmsTransport {
  const { query = '', scheme = 'smpp', password = 'secret', onReceipt = async () => undefined } = options
  const settings = readSmppUrl(new URL(`${scheme}://sealpost:${password}@127.0.0.1:${port}${query}`))
  if (settings === undefined) throw new Error('The address of the test server is wrong.')
  const onEvent = (event: string): void => void options.events?.push(event)
  const transport = createSmppTransport({ settings, onReceipt, onEvent, timing: { ...quick, ...options.timing } })
  undo.push(() => transport.close())
  return transport
}

describe('what a centre is given', () => {
  it('is an international number, a receipt wanted, and the remaining life of the text', async () => {
    const centre = await startCentre()
    await open(centre.port, { query: '?from=Sealpost' }).send(message, patient)
    expect(centre.submissions).toMatchObject([
      {
        destination_addr: '4915123456789',
        dest_addr_ton: 1,
        source_addr: 'Sealpost',
        source_addr_ton: 5,
        source_addr_npi: 0,
        registered_delivery: 1,
        data_coding: 0,
        esm_class: 0,
      },
    ])
    expect(centre.submissions[0]?.validity_period).toBeInstanceOf(Date)
  })

  it.each([
    ['', '', 0],
    ['?from=%2B4915100000', '4915100000', 1],
    ['?from=82345', '82345', 0],
  ])('names the sender %j as %j', async (query, source_addr, source_addr_ton) => {
    const centre = await startCentre()
    await open(centre.port, { query }).send(message, patient)
    expect(centre.submissions).toMatchObject([{ source_addr, source_addr_ton }])
  })

  it('asks for a receipt of the last part only, and repeats the same joining reference when it sends again', async () => {
    const centre = await startCentre()
    const transport = open(centre.port)
    const long = { ...message, text: 'x'.repeat(400) }
    const first = await transport.send(long, patient)
    await transport.send(long, patient)
    expect(centre.submissions.map((pdu) => pdu.registered_delivery)).toEqual([0, 0, 1, 0, 0, 1])
    const references = centre.submissions.map((pdu) => pdu.short_message?.udh?.[0]?.[2])
    expect(new Set(references).size).toBe(1)
    expect(first).toEqual({ status: 'accepted', providerId: centre.texts[0]?.messageId })
  })
})

describe('the session', () => {
  it('binds before anything is sent, so that receipts arrive', async () => {
    const centre = await startCentre()
    open(centre.port)
    await expect.poll(() => centre.bound()).toBe(1)
  })

  it('comes back after a lost line, with pauses in between', async () => {
    const centre = await startCentre()
    const events: string[] = []
    const transport = open(centre.port, { events })
    await expect.poll(() => centre.bound()).toBe(1)
    centre.dropConnections()
    await expect.poll(() => centre.bindAttempts()).toBe(2)
    expect((await transport.send(message, patient)).status).toBe('accepted')
    expect(events).toEqual(['bound', 'lost', 'bound'])
  })

  it('waits for a centre that refuses binds for a while', async () => {
    const centre = await startCentre()
    centre.faults.bindStatus = 0x0d
    const transport = open(centre.port)
    const sending = transport.send(message, patient)
    await expect.poll(() => centre.bindAttempts()).toBeGreaterThan(2)
    centre.faults.bindStatus = 0
    expect((await sending).status).toBe('accepted')
  })

  it('says at once that credentials are unknown instead of letting texts wait', async () => {
    const centre = await startCentre()
    const transport = open(centre.port, { password: 'wrong', timing: { bindWaitMs: 60_000 } })
    const outcome = await transport.send(message, patient)
    expect(outcome).toEqual({ status: 'unavailable', reason: 'not-authorised', retryable: false, mayHaveLeft: false })
  })

  it('asks after the line and replaces one that is dead though it looks open', async () => {
    const centre = await startCentre()
    const transport = open(centre.port, { timing: { enquireEveryMs: 20, responseTimeoutMs: 100 } })
    await expect.poll(() => centre.enquiries()).toBeGreaterThan(2)
    centre.faults.silentEnquiries = true
    await expect.poll(() => centre.bindAttempts()).toBeGreaterThan(1)
    centre.faults.silentEnquiries = false
    expect((await transport.send(message, patient)).status).toBe('accepted')
  })

  it('answers enquire_link and unbind of the centre and binds again afterwards', async () => {
    const centre = await startCentre()
    open(centre.port)
    await expect.poll(() => centre.bound()).toBe(1)
    expect(await centre.request('enquire_link', {})).toMatchObject({ command: 'enquire_link_resp', command_status: 0 })
    expect(await centre.request('unbind', {})).toMatchObject({ command: 'unbind_resp', command_status: 0 })
    await expect.poll(() => centre.bindAttempts()).toBe(2)
  })

  it('refuses other requests of the centre and keeps the session', async () => {
    const centre = await startCentre()
    open(centre.port)
    await expect.poll(() => centre.bound()).toBe(1)
    expect(await centre.request('query_sm', { message_id: '1' })).toMatchObject({ command: 'generic_nack' })
    expect(centre.bound()).toBe(1)
  })

  it('speaks to no centre whose certificate it cannot trust', async () => {
    const centre = await startCentre({ tls: makeLoopbackTlsPair() })
    const transport = open(centre.port, { scheme: 'smpps', timing: { bindWaitMs: 60_000 } })
    const outcome = await transport.send(message, patient)
    expect(outcome).toEqual({ status: 'unavailable', reason: 'certificate', retryable: false, mayHaveLeft: false })
    expect(centre.bindAttempts()).toBe(0)
  })

  it('gives up on an address where nobody answers the connection', async () => {
    const silent = createServer(() => undefined)
    const sockets: Socket[] = []
    silent.on('connection', (socket) => sockets.push(socket))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    undo.push(async () => {
      for (const socket of sockets) socket.destroy()
      silent.close()
    })
    const { port } = silent.address() as AddressInfo
    const transport = open(port, { timing: { responseTimeoutMs: 50, bindWaitMs: 300 } })
    expect(await transport.send(message, patient)).toMatchObject({ status: 'unavailable', reason: 'unreachable' })
  })

  it.each([
    ['a length beyond every limit', Buffer.from('7fffffff00000015000000000000000100', 'hex')],
    ['a length below the header', Buffer.from('0000000800000015', 'hex')],
    ['random bytes', Buffer.from('47455420 2f20485454502f312e310d0a0d0a'.replaceAll(' ', ''), 'hex')],
  ])('drops a centre that sends %s and tries again', async (_what, garbage) => {
    const sockets: Socket[] = []
    const hostile = createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined)
      socket.once('data', () => socket.write(garbage))
    })
    await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve))
    undo.push(async () => {
      for (const socket of sockets) socket.destroy()
      hostile.close()
    })
    const { port } = hostile.address() as AddressInfo
    open(port, { timing: { responseTimeoutMs: 100 } })
    await expect.poll(() => sockets.length, { timeout: 5_000 }).toBeGreaterThan(1)
  })
})

describe('submitting', () => {
  it('keeps no more than the window waiting for answers', async () => {
    const centre = await startCentre()
    centre.hold()
    const transport = open(centre.port, { query: '?window=4', timing: { responseTimeoutMs: 20_000 } })
    const sending = Array.from({ length: 12 }, () => transport.send(message, patient))
    await expect.poll(() => centre.submissions.length).toBe(4)
    centre.release()
    expect((await Promise.all(sending)).every(({ status }) => status === 'accepted')).toBe(true)
    expect(centre.mostWaiting()).toBe(4)
    expect(centre.texts).toHaveLength(12)
  })

  it('repeats a throttled text after a pause until it is taken', async () => {
    const centre = await startCentre()
    centre.faults.submitStatuses = [0x58, 0x14, 0x58]
    expect((await open(centre.port).send(message, patient)).status).toBe('accepted')
    expect(centre.submissions).toHaveLength(4)
    expect(centre.texts).toHaveLength(1)
  })

  it('says that the text may have left when the line is lost before the answer', async () => {
    const centre = await startCentre()
    centre.faults.dropsAfterSubmit = 1
    const outcome = await open(centre.port).send(message, patient)
    expect(outcome).toEqual({ status: 'unavailable', reason: 'unreachable', retryable: true, mayHaveLeft: true })
    expect(centre.texts).toHaveLength(1)
  })

  it('refuses a text beyond six parts without asking the centre', async () => {
    const centre = await startCentre()
    const outcome = await open(centre.port).send({ ...message, text: 'x'.repeat(919) }, patient)
    expect(outcome).toEqual({ status: 'refused', reason: 'invalid-text', permanent: true })
    expect(centre.submissions).toEqual([])
  })
})

describe('receipts', () => {
  it.each([
    ['in the standard fields', { word: 'DELIVRD', state: 2 }, 'delivered'],
    ['in the text alone', { word: 'DELIVRD', inText: true }, 'delivered'],
    ['of a failure', { word: 'UNDELIV', state: 5 }, 'failed'],
  ] as const)('%s reach the listener, and the centre hears that they were taken', async (_what, form, state) => {
    const centre = await startCentre()
    const receipts: SmsReceipt[] = []
    const transport = open(centre.port, { onReceipt: async (receipt) => void receipts.push(receipt) })
    const outcome = await transport.send(message, patient)
    const providerId = outcome.status === 'accepted' ? outcome.providerId : ''
    expect(await centre.sendReceipt(providerId, form)).toBe(0)
    expect(receipts).toEqual([{ providerId, state }])
  })

  it('match a centre that answers in hexadecimal and reports in decimal', async () => {
    const centre = await startCentre()
    centre.faults.idForm = 'hex'
    const outcome = await open(centre.port, { query: '?receipt_ids=decimal' }).send(message, patient)
    expect(outcome).toEqual({ status: 'accepted', providerId: centre.texts[0]?.messageId })
  })

  it('that could not be recorded are asked for again', async () => {
    const centre = await startCentre()
    const events: string[] = []
    open(centre.port, { events, onReceipt: () => Promise.reject(new Error('the database is away')) })
    await expect.poll(() => centre.bound()).toBe(1)
    expect(await centre.sendReceipt('1', { word: 'DELIVRD' })).toBe(0x64)
    expect(events).toContain('receipt-not-recorded')
  })

  it('beyond fifty at once are asked for again, so that a flood holds no memory', async () => {
    const centre = await startCentre()
    const gate = Promise.withResolvers<void>()
    open(centre.port, { onReceipt: () => gate.promise })
    await expect.poll(() => centre.bound()).toBe(1)
    const answers = Array.from({ length: 80 }, (_, index) => centre.sendReceipt(`${index}`, { word: 'DELIVRD' }))
    const refusedFirst = await Promise.race(answers)
    expect(refusedFirst).toBe(0x64)
    gate.resolve()
    const counts = Map.groupBy(await Promise.all(answers), (status) => status)
    expect([counts.get(0)?.length, counts.get(0x64)?.length]).toEqual([50, 30])
  })

  it('without a state, and texts from phones, change nothing', async () => {
    const centre = await startCentre()
    const receipts: SmsReceipt[] = []
    const events: string[] = []
    open(centre.port, { events, onReceipt: async (receipt) => void receipts.push(receipt) })
    await expect.poll(() => centre.bound()).toBe(1)
    await centre.request('deliver_sm', { esm_class: 4, short_message: Buffer.from('id:7') })
    await centre.request('deliver_sm', { esm_class: 0, short_message: Buffer.from('id:7 stat:DELIVRD') })
    expect(receipts).toEqual([])
    expect(events).toEqual(['bound', 'receipt-unreadable'])
  })
})
