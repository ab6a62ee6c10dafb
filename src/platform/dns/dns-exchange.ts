import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import * as dnsPacket from 'dns-packet'

export interface DnsServer {
  readonly address: string
  readonly port: number
}

export interface DnsQuestion {
  readonly name: string
  readonly type: 'MX' | 'A' | 'AAAA' | 'TLSA'
}

interface Exchange {
  readonly server: DnsServer
  readonly question: DnsQuestion
  readonly timeoutMs: number
}

interface Query {
  readonly id: number
  readonly question: DnsQuestion
  readonly packet: dnsPacket.Packet
}

/** What fits into one unfragmented datagram on every network; a longer answer comes over TCP. */
const udpPayloadBytes = 1232
/** Somebody who guesses identifiers sends many answers; after these the question has failed. */
const maxStrayAnswers = 64

/** Asks for recursion, for the data to be validated (AD, RFC 6840 section 5.7) and for DNSSEC (DO, RFC 3225). */
function queryFor(question: DnsQuestion): Query {
  const id = randomInt(0x1_0000)
  const packet: dnsPacket.Packet = {
    type: 'query',
    id,
    flags: dnsPacket.RECURSION_DESIRED | dnsPacket.AUTHENTIC_DATA,
    questions: [{ ...question, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: udpPayloadBytes,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: dnsPacket.DNSSEC_OK,
        flag_do: true,
        options: [],
      },
    ],
  }
  return { id, question, packet }
}

export const plainName = (name: string) => name.replace(/\.$/, '').toLowerCase()

/** The answer when it is one to this query: identifier, direction and question must fit (RFC 5452 section 9). */
function readAnswer(query: Query, bytes: Buffer): dnsPacket.DecodedPacket | undefined {
  try {
    const answer = dnsPacket.decode(bytes)
    const [asked, ...more] = answer.questions ?? []
    const fits =
      answer.id === query.id &&
      answer.type === 'response' &&
      more.length === 0 &&
      asked?.type === query.question.type &&
      asked.class === 'IN' &&
      plainName(asked.name) === plainName(query.question.name)
    return fits ? answer : undefined
  } catch {
    return undefined
  }
}

function askOverUdp({ server, question, timeoutMs }: Exchange): Promise<dnsPacket.DecodedPacket> {
  const query = queryFor(question)
  const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4')
  let strays = 0
  return new Promise<dnsPacket.DecodedPacket>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the name server does not answer in time')), timeoutMs)
    socket.once('close', () => clearTimeout(timer))
    socket.on('error', reject)
    socket.on('message', (bytes) => {
      const answer = readAnswer(query, bytes)
      if (answer !== undefined) resolve(answer)
      else if (++strays >= maxStrayAnswers) reject(new Error('answers to questions that were not asked'))
    })
    // A socket that is connected hears this server only, and each question leaves from a random port of its own.
    socket.connect(server.port, server.address, () => socket.send(dnsPacket.encode(query.packet)))
  }).finally(() => socket.close())
}

function askOverTcp({ server, question, timeoutMs }: Exchange): Promise<dnsPacket.DecodedPacket> {
  const query = queryFor(question)
  const socket = connect({ host: server.address, port: server.port })
  let received = Buffer.alloc(0)
  return new Promise<dnsPacket.DecodedPacket>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the name server does not answer in time')), timeoutMs)
    socket.once('close', () => {
      clearTimeout(timer)
      reject(new Error('the name server closed the connection'))
    })
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      // Two bytes of length, then the message (RFC 1035 section 4.2.2).
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
      const answer = readAnswer(query, received.subarray(2, 2 + received.readUInt16BE(0)))
      if (answer === undefined) reject(new Error('an answer to another question'))
      else resolve(answer)
    })
    socket.once('connect', () => socket.write(dnsPacket.streamEncode(query.packet)))
  }).finally(() => socket.destroy())
}

/** One question to one server: UDP, and TCP when the answer was cut. Rejects when no answer to it comes in time. */
export async function askDns(exchange: Exchange): Promise<dnsPacket.DecodedPacket> {
  const answer = await askOverUdp(exchange)
  return answer.flag_tc ? askOverTcp(exchange) : answer
}
