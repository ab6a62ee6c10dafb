import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectSmtp, plainToken, type SmtpClient } from './smtp-client.ts'

export interface NumberedLoad {
  /** Numbers that were answered with 250 behind their final dot. */
  readonly acknowledged: ReadonlySet<number>
  /** Replies behind a final dot that were not 250. */
  readonly refused: readonly string[]
  /** How many messages were begun. */
  begun(): number
  /** Sends no further message; resolves when every connection has ended. */
  stop(): Promise<void>
}

export interface NumberedLoadOptions {
  /** Of the port with TLS from the first byte. */
  readonly port: number
  readonly user: string
  readonly password: string
  readonly connections: number
  readonly recipients: readonly string[]
  /** Milliseconds each connection waits after a message; none unless given. */
  readonly pauseMs?: number
}

/** The message with this number: always the same bytes. Every fiftieth is too large to be sealed in one piece. */
export function numberedMessage(from: string, number: number): string {
  const lines = number % 50 === 49 ? 8000 : 20 + (number % 300)
  const body = Array.from({ length: lines }, (_, line) => lineOf(number, line))
  return `From: <${from}>\r\nSubject: Nr ${number}\r\nMessage-ID: <${number}@load.example>\r\n\r\n${body.join('')}`
}

function lineOf(number: number, line: number): string {
  const text = createHash('sha256').update(`${number}/${line}`).digest('base64')
  return line % 11 === 3 ? `.${text}\r\n` : `${text}\r\n`
}

/** Sends numbered messages over connections that come back whenever they are lost. No number is sent twice. */
export function startNumberedLoad(options: NumberedLoadOptions): NumberedLoad {
  const acknowledged = new Set<number>()
  const refused: string[] = []
  let next = 0
  const over = new AbortController()
  const sendAll = async (client: SmtpClient) => {
    while (!over.signal.aborted) {
      const number = next++
      const recipient = options.recipients[number % options.recipients.length] ?? ''
      await client.write(`MAIL FROM:<${options.user}>\r\nRCPT TO:<${recipient}>\r\nDATA\r\n`)
      for (const code of [250, 250, 354]) await expectCode(client, code)
      await client.write(`${numberedMessage(options.user, number).replace(/^\./gm, '..')}.\r\n`)
      const reply = await client.reply(60_000)
      if (reply.code === 250) acknowledged.add(number)
      else refused.push(reply.text)
      if (options.pauseMs !== undefined) await sleep(options.pauseMs)
    }
  }
  const work = async () => {
    while (!over.signal.aborted) await withSignedIn(options, sendAll).catch(() => sleep(50))
  }
  const workers = Array.from({ length: options.connections }, work)
  return {
    acknowledged,
    refused,
    begun: () => next,
    async stop() {
      over.abort()
      await Promise.all(workers)
    },
  }
}

async function expectCode(client: SmtpClient, code: number): Promise<void> {
  const reply = await client.reply(60_000)
  if (reply.code !== code) throw new Error(`expected ${code}, got ${reply.text}`)
}

async function withSignedIn(
  { port, user, password }: NumberedLoadOptions,
  work: (client: SmtpClient) => Promise<void>,
): Promise<void> {
  const client = await connectSmtp({ port, tls: true })
  try {
    await expectCode(client, 220)
    await client.send('EHLO load.example')
    await expectCode(client, 250)
    await client.send(`AUTH PLAIN ${plainToken(user, password)}`)
    await expectCode(client, 235)
    await work(client)
  } finally {
    client.destroy()
  }
}
