import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import * as dnsPacket from 'dns-packet'

export interface DnsZone {
  /** By type and name, for example `MX b.test`; what is missing does not exist. */
  readonly records: Readonly<Record<string, readonly dnsPacket.Answer[]>>
  /** Names whose answers are not signed. */
  readonly unsigned?: readonly string[]
  /** Questions, as in `records`, that the server answers with SERVFAIL. */
  readonly broken?: readonly string[]
  /** Changes an answer before it leaves over UDP; several are sent one after the other, none is silence. */
  readonly forge?: (answer: dnsPacket.Packet, bytes: Buffer) => readonly Buffer[]
  /** Says over UDP that the answer is longer. */
  readonly truncates?: boolean
}

export interface DnsServerUnderTest {
  /** As SEALPOST_DNSSEC_RESOLVER takes it. */
  readonly setting: string
  readonly queries: readonly (dnsPacket.DecodedPacket & { readonly fromPort: number; readonly overTcp: boolean })[]
  zone: DnsZone
  close(): Promise<void>
}

const authenticData = 1 << 5
const recursionAvailable = 1 << 7
const truncated = 1 << 9
const rcodes = { fine: 0, serverFailure: 2, noSuchName: 3 }

function answerTo(zone: DnsZone, query: dnsPacket.DecodedPacket): dnsPacket.Packet {
  const [question] = query.questions ?? []
  const key = `${question?.type ?? ''} ${question?.name.toLowerCase() ?? ''}`
  const answers = zone.records[key]
  const isBroken = zone.broken?.includes(key) === true
  const isSigned = !isBroken && zone.unsigned?.includes(question?.name.toLowerCase() ?? '') !== true
  const code = isBroken ? rcodes.serverFailure : answers === undefined ? rcodes.noSuchName : rcodes.fine
  return {
    type: 'response',
    id: query.id ?? 0,
    flags: recursionAvailable | (isSigned ? authenticData : 0) | code,
    questions: query.questions ?? [],
    answers: isBroken ? [] : [...(answers ?? [])],
  }
}

/** A name server on the loopback that signs in word only: it sets the bit that a validating resolver sets. */
export async function startDnsServer(zone: DnsZone): Promise<DnsServerUnderTest> {
  const queries: DnsServerUnderTest['queries'][number][] = []
  const udp = createSocket('udp4')
  const sockets = new Set<Socket>()
  const server = { zone }
  const overTcp = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', (bytes: Buffer) => {
      const query = dnsPacket.decode(bytes.subarray(2))
      queries.push({ ...query, fromPort: socket.remotePort ?? 0, overTcp: true })
      socket.end(dnsPacket.streamEncode(answerTo(server.zone, query)))
    })
  })
  overTcp.listen(0, '127.0.0.1')
  await once(overTcp, 'listening')
  const { port } = overTcp.address() as AddressInfo
  udp.on('message', (bytes: Buffer, from: RemoteInfo) => {
    const query = dnsPacket.decode(bytes)
    queries.push({ ...query, fromPort: from.port, overTcp: false })
    const full = answerTo(server.zone, query)
    const answer =
      server.zone.truncates === true ? { ...full, flags: (full.flags ?? 0) | truncated, answers: [] } : full
    const encoded = dnsPacket.encode(answer)
    for (const reply of server.zone.forge?.(answer, encoded) ?? [encoded]) udp.send(reply, from.port, from.address)
  })
  udp.bind(port, '127.0.0.1')
  await once(udp, 'listening')
  return Object.assign(server, {
    setting: `127.0.0.1:${port}`,
    queries,
    async close() {
      udp.close()
      for (const socket of sockets) socket.destroy()
      overTcp.close()
      await once(overTcp, 'close')
    },
  })
}
