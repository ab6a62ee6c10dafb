import { paramsOf } from './queued-mail.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CopyId, MessageId } from '../../src/lib/id/identifiers.ts'
import { openSealpost, type Parts } from '../../src/main.ts'
import { createPortal, wirePortal, type PortalDeps } from '../../src/modules/secure/portal/index.ts'
import type { CheckChange } from '../../src/modules/tenancy/recipients/index.ts'
import {
  createSealing,
  wireSealing,
  type MailboxMember,
  type QueuedMail,
  type Sealing,
} from '../../src/modules/secure/sealing/index.ts'
import { createManualClock } from '../../src/platform/clock/clock.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createHttpServer } from '../../src/platform/http/http-server.ts'
import { createLog } from '../../src/platform/log/log.ts'
import type { PortalLink } from './guest-client.ts'
import { PortalGuest } from './portal-guest.ts'
import { seedPractice, type Practice } from './running-server.ts'
import { requireDeclared } from './declared-refusals.ts'
import { newId } from './identifiers.ts'
import { createTestDatabase } from './test-database.ts'

/** An organisation with a doctor who sends. */
export interface Sender extends Practice {
  readonly member: MailboxMember
}

type Text = Parameters<PortalDeps['queueText']>[1]
type CodeMail = Parameters<PortalDeps['queueCodeMail']>[1]

/** The portal over real HTTP on the real modules; only what leaves (mails, texts) is remembered instead of sent. */
export interface PortalWorld {
  readonly parts: Parts
  readonly sealing: Sealing
  readonly clock: ReturnType<typeof createManualClock>
  readonly baseUrl: string
  readonly practice: Sender
  /** Another organisation on the same server. */
  readonly neighbour: Sender
  readonly mails: QueuedMail[]
  readonly texts: Text[]
  readonly codeMails: CodeMail[]
  readonly logLines: string[]
  setCheck(address: string, check: CheckChange['check'], sender?: Sender): Promise<void>
  /** A message from the doctor; gives the link of its first recipient. */
  send(address: string, options?: { readonly sender?: Sender; readonly text?: string }): Promise<SentMessage>
  guest(link: PortalLink): PortalGuest
  /** A guest whose link is proved. */
  visitor(link: PortalLink): Promise<PortalGuest>
  /** Requests a code and takes it from the text message or the mail. */
  code(guest: PortalGuest): Promise<string>
  /** A guest who has opened the message. */
  reader(link: PortalLink): Promise<PortalGuest>
  close(): Promise<void>
}

export interface SentMessage {
  readonly messageId: MessageId
  readonly copyId: CopyId
  readonly link: PortalLink
}

const maxAnswerBytes = 200_000
const start = new Date('2026-11-21T09:00:00.000Z')

/** The link in a queued notification. */
export function linkOfMail(mail: QueuedMail | undefined): PortalLink {
  const match = /\/o\/([A-Za-z0-9_-]{22})#([A-Za-z0-9_-]{27})$/.exec(String(paramsOf(mail)['link']))
  if (match?.[1] === undefined || match[2] === undefined) throw new Error('no link was queued')
  return { token: match[1], secret: match[2] }
}

async function withMember(parts: Parts, practice: Practice): Promise<Sender> {
  const { organisationId, doctor } = practice
  const mailboxes = await parts.database.withOrganisation(organisationId, (tx) =>
    parts.directory.mailboxesOf(tx, doctor.accountId),
  )
  const mailboxIds = mailboxes.map(({ id }) => id)
  return { ...practice, member: { organisationId, accountId: doctor.accountId, address: doctor.address, mailboxIds } }
}

async function listen(parts: Parts, sealing: Sealing, ports: PortalDeps) {
  const { config, log, metrics } = parts
  const server = await createHttpServer({ config, log, metrics, maxRequestsPerMinute: 100_000 })
  createPortal(ports).routes(server)
  sealing.routes(server)
  const baseUrl = await server.listen({ port: 0, host: '127.0.0.1' })
  return { server, baseUrl }
}

async function* inOnePiece(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

function actionsOf(
  world: Pick<PortalWorld, 'parts' | 'sealing' | 'practice' | 'baseUrl' | 'mails' | 'texts' | 'codeMails'>,
) {
  const { parts, sealing, mails, texts, codeMails } = world
  const guest = (link: PortalLink) => new PortalGuest(world.baseUrl, link)
  const visitor = async (link: PortalLink) => {
    const visiting = guest(link)
    await visiting.prove()
    return visiting
  }
  const code = async (visiting: PortalGuest) => {
    const [textsBefore, mailsBefore] = [texts.length, codeMails.length]
    const answer = await visiting.requestCode()
    const [text, mail] = [texts[textsBefore], codeMails[mailsBefore]]
    if (text === undefined && mail === undefined) throw new Error(`no code was sent: ${answer.text}`)
    return text?.text.slice(0, 6) ?? mail?.code ?? ''
  }
  return {
    guest,
    visitor,
    code,
    async reader(link: PortalLink) {
      const reading = await visitor(link)
      const opened = await reading.openWithCode(await code(reading))
      if (opened.status !== 200) throw new Error(`not opened: ${opened.text}`)
      return reading
    },
    async setCheck(address: string, check: CheckChange['check'], sender: Sender = world.practice) {
      const { organisationId } = sender
      const actor = { kind: 'command', label: 'test' } as const
      await parts.database.withOrganisation(organisationId, (tx) =>
        parts.recipients.setCheck(tx, { organisationId, address, check, actor }),
      )
    },
    async send(address: string, options: { readonly sender?: Sender; readonly text?: string } = {}) {
      const { member } = options.sender ?? world.practice
      const text = options.text ?? `From: ${member.address}\r\nTo: ${address}\r\nSubject: Befund\r\n\r\nAlles gut.\r\n`
      const { messageId } = await sealing.acceptMail({
        sender: {
          kind: 'account',
          mailboxId: member.mailboxIds[0] ?? null,
          displayName: 'Dr. Ada',
          writtenAddress: member.address,
          ...member,
        },
        envelopeFrom: member.address,
        recipients: [{ address, written: address, notify: [], orcpt: null }],
        envid: null,
        ret: null,
        receivedLine: 'Received: from test by localhost; Sat, 21 Nov 2026 09:00:00 +0000\r\n',
        content: inOnePiece(text),
      })
      const mail = mails.findLast((queued) => queued.kind === 'new-message' && queued.to === address)
      return { messageId, copyId: mail?.ref?.id ?? newId<CopyId>(), link: linkOfMail(mail) }
    },
  }
}

export async function createPortalWorld(settings: Readonly<Record<string, string>> = {}): Promise<PortalWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'sealpost-portal-'))
  const test = await createTestDatabase()
  await test.database.close()
  const logLines: string[] = []
  const clock = createManualClock(start)
  const config = loadConfig({ SEALPOST_DATA_DIR: folder, SEALPOST_DATABASE_URL: test.url, ...settings })
  const log = createLog('debug', { write: (line: string) => void logLines.push(line) })
  const parts = await openSealpost(config, { clock, log })
  const mails: QueuedMail[] = []
  const texts: Text[] = []
  const codeMails: CodeMail[] = []
  const sealing = createSealing({
    ...parts,
    ...wireSealing(parts),
    authenticate: parts.identity.authenticate,
    publicUrl: config.publicUrl,
    queueMails: async (_tx, queued) => void mails.push(...queued),
  })
  const { server, baseUrl } = await listen(parts, sealing, {
    ...wirePortal({ ...parts, sealing }),
    maxAnswerBytes,
    queueText: async (_tx, text) => void texts.push(text),
    queueCodeMail: async (_tx, mail) => void codeMails.push(mail),
  })
  const practice = await withMember(parts, await seedPractice(parts, 'praxis.example'))
  const neighbour = await withMember(parts, await seedPractice(parts, 'kanzlei.example'))
  const world = { parts, sealing, clock, baseUrl, practice, neighbour, mails, texts, codeMails, logLines }
  return {
    ...world,
    ...actionsOf(world),
    async close() {
      await server.close()
      await parts.close()
      await test.close()
      await rm(folder, { recursive: true, force: true })
      requireDeclared(logLines)
    },
  }
}
