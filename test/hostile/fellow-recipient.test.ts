import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenedMessage } from '../../src/contract/portal.ts'
import { decodeBase64Url } from '../../src/lib/bytes/index.ts'
import { parseLinkSecret } from '../../src/lib/split-key/index.ts'
import { unwrapIdentitySync } from '../../src/platform/split-key/index.ts'
import { codeIn, GuestClient, linkInMail, type PortalLink } from '../harness/guest-client.ts'
import { recordContexts, stealAll, tryEverything } from '../harness/key-thief.ts'
import { submit } from '../harness/mail-program.ts'
import { MemberClient } from '../harness/member-client.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { until } from '../harness/until.ts'
import { mailTo } from '../harness/whole-journey.ts'

const [anna, bert] = ['anna@mail.example', 'bert@mail.example'] as const
const body = 'An beide: der Termin steht.'

let server: RunningServer
let practice: Practice
let contexts: ReadonlySet<string>

interface Reader {
  readonly link: PortalLink
  readonly client: GuestClient
  readonly opened: OpenedMessage
}

async function read(address: string, mail: number): Promise<Reader> {
  const link = linkInMail((await mailTo(server.sink, address, mail)).raw)
  const client = new GuestClient(server.baseUrl, link)
  const number = numbers[address]
  const texts = async () => (await server.parts.sms.readOutbox()).filter(({ to }) => to === number)
  const known = new Set((await texts()).map(({ text }) => text))
  await client.prove()
  await client.requestCode()
  const code = await until('the code', async () => (await texts()).find(({ text }) => !known.has(text)))
  return { link, client, opened: await client.openWithCode(codeIn(code.text)) }
}

const numbers: Readonly<Record<string, string>> = { [anna]: '+4915112345678', [bert]: '+4915112345679' }

/** Everything that the link, the check and the server's answer give a recipient. */
function unwrapped({ link, opened }: Reader): string {
  const secret = parseLinkSecret(link.secret)
  if (secret === null) throw new Error('damaged secret')
  const serverShare = decodeBase64Url(opened.serverShare) ?? new Uint8Array()
  const wrapped = decodeBase64Url(opened.wrappedIdentity) ?? new Uint8Array()
  const shares = { link: secret, serverShare, accessKey: new Uint8Array(0), context: opened.wrapContext }
  return unwrapIdentitySync(shares, wrapped)
}

const answer = async ({ client, opened }: Reader, text: string) => {
  const response = await client.answer(opened, `Subject: Re\r\n\r\n${text}`, randomUUID())
  expect(response.status).toBe(200)
}

beforeAll(async () => {
  server = await startServer({ settings: { SEALPOST_LOG_LEVEL: 'error' } })
  contexts = recordContexts(server.parts)
  practice = await seedPractice(server.parts)
  for (const address of [anna, bert])
    await setSmsCheck(server.parts, practice.organisationId, { address, number: numbers[address] ?? '' })
  await submit(server, practice, { to: [anna, bert], subject: 'Termin', text: body })
})
afterAll(() => server.close())

describe('a message to two recipients', () => {
  test('lets neither read what the other answered, with all that is stored in hand', async () => {
    const [first, second] = [await read(anna, 0), await read(bert, 0)]
    await answer(first, 'Nur fuer die Aerztin: Annas Antwort')
    await answer(second, 'Nur fuer die Aerztin: Berts Antwort')
    const loot = await stealAll(server.parts, { secret: true, also: [unwrapped(second), second.link.secret] })
    const opened = tryEverything(loot, contexts)
    expect(opened.filter((text) => text.includes(body)).length).toBeGreaterThan(0)
    expect(opened.filter((text) => text.includes('Berts Antwort'))).toHaveLength(1)
    expect(opened.filter((text) => text.includes('Annas Antwort'))).toEqual([])
  })

  test('keeps the answers of each readable for the one who gave them, also through a new link', async () => {
    const member = new MemberClient(server.baseUrl)
    await member.signIn(practice.doctor.address, practice.doctor.password)
    const [message] = await member.sent()
    const copy = message?.copies.find(({ address }) => address === anna)
    if (message === undefined || copy === undefined) throw new Error('nothing was sent')
    await member.complete(message, copy)
    const again = await read(anna, 1)
    expect(await again.client.read(again.opened)).toContain(body)
    expect(await again.client.readAnswers(again.opened)).toEqual([expect.stringContaining('Annas Antwort')])
    await answer(again, 'Annas zweite Antwort')
    const later = await again.client.reopen()
    expect(await again.client.readAnswers(later)).toEqual([
      expect.stringContaining('Annas Antwort'),
      expect.stringContaining('Annas zweite Antwort'),
    ])
    expect(await member.answers(message)).toEqual([
      expect.stringContaining('Annas Antwort'),
      expect.stringContaining('Berts Antwort'),
      expect.stringContaining('Annas zweite Antwort'),
    ])
  })
})
