import MailComposer from 'nodemailer/lib/mail-composer'
import { AppError } from '../../lib/errors/app-error.ts'
import type { CompositionRequest } from '../delivery/index.ts'
import type { OrganisationFace } from './face.ts'
import { htmlPage, logoCid } from './layout/html-page.ts'
import { textPage } from './layout/text-page.ts'
import type { Letter } from './letter.ts'
import { writeLetter, type Setting } from './letters/write-letter.ts'
import { isTemplateName, templateParams, type ParamsOf, type TemplateName } from './params.ts'
import { shortName } from './safe-text.ts'
import { english } from './wording/english.ts'
import { german } from './wording/german.ts'
import type { Wording } from './wording/wording.ts'

export interface NotificationDeps {
  /** How the organisation shows itself; asked for every mail. */
  readonly faceOf: (organisationId: string) => Promise<OrganisationFace>
  /** Used after the @ when an organisation has no verified domain. */
  readonly hostname: string
  /** IANA name for dates; default is that of the machine. */
  readonly timeZone?: string
}

interface Draft {
  readonly letter: Letter
  readonly to: string
  readonly wording: Wording
  /** In whose name the mail comes; null is the organisation itself. */
  readonly author: { readonly name: string; readonly address: string } | null
}

type AnyParams = {
  readonly [Name in TemplateName]: { readonly template: Name; readonly params: ParamsOf<Name> }
}[TemplateName]

const wordingFor = (language: 'de' | 'en') => (language === 'de' ? german : english)

function readParams(template: string, raw: unknown): AnyParams {
  if (!isTemplateName(template))
    throw new AppError('broken', 'notifications.unknown-template', 'There is no notification of this kind.')
  const parsed = templateParams[template].safeParse(raw)
  // The problem's path is named, never a value: it may be a link or a code.
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')
    throw new AppError('broken', 'notifications.bad-params', `A ${template} notification lacks or spoils: ${fields}`)
  }
  // The schema was looked up under the same name, which the type system cannot follow through the union.
  // oxlint-disable-next-line typescript/consistent-type-assertions -- codec: validated by the line above
  return { template, params: parsed.data } as AnyParams
}

function draft(given: AnyParams, base: Omit<Setting, 'wording'>): Draft {
  if (given.template === 'new-message') {
    const { params } = given
    const wording = wordingFor(params.recipientLanguage)
    const name = params.senderName === '' ? params.senderAddress : params.senderName
    const author = { name, address: params.senderAddress }
    return { letter: writeLetter['new-message'](params, { ...base, wording }), to: params.to, wording, author }
  }
  const wording = wordingFor(given.params.language)
  const setting = { ...base, wording }
  const facts = { to: given.params.to, wording, author: null }
  switch (given.template) {
    case 'message-parked':
      return { letter: writeLetter['message-parked'](given.params, setting), ...facts }
    case 'answer-arrived':
      return { letter: writeLetter['answer-arrived'](given.params, setting), ...facts }
    case 'sender-notice':
      return { letter: writeLetter['sender-notice'](given.params, setting), ...facts }
    case 'code':
      return { letter: writeLetter.code(given.params, setting), ...facts }
  }
}

/** The sender's own domain when it is the organisation's, so that the signature speaks for the address people know. */
function domainFor({ author }: Draft, face: OrganisationFace, hostname: string): string {
  const own = author?.address.split('@').at(-1)?.toLowerCase()
  return face.mailDomains.find((domain) => domain === own) ?? face.mailDomains[0] ?? hostname
}

function fromName({ author, wording }: Draft, face: OrganisationFace): string {
  const organisation = shortName(face.branding.displayName)
  return author === null ? organisation : wording.via(author.name, organisation)
}

function logoPart(face: OrganisationFace) {
  const { logo } = face
  if (logo === null || !['image/png', 'image/jpeg'].includes(logo.mediaType)) return []
  const filename = logo.mediaType === 'image/png' ? 'logo.png' : 'logo.jpg'
  return [{ cid: logoCid, filename, content: Buffer.from(logo.content), contentType: logo.mediaType }]
}

/**
 * The notification as a MIME message: plain text and HTML that say the same. It comes from an address that nobody reads
 * and has no Reply-To: an answer by mail would leave the protection the message came with, so the text leads to the
 * button instead. A link's secret is in the bodies only, a code never in a header.
 */
async function composeNotification(deps: Required<NotificationDeps>, request: CompositionRequest): Promise<Buffer> {
  const face = await deps.faceOf(request.organisationId)
  const drafted = draft(readParams(request.template, request.params), { face, timeZone: deps.timeZone })
  const { letter, wording, to } = drafted
  const domain = domainFor(drafted, face, deps.hostname)
  const attachments = logoPart(face)
  const composer = new MailComposer({
    from: { name: fromName(drafted, face), address: `noreply@${domain}` },
    to: { name: '', address: to },
    subject: letter.subject,
    messageId: `<${request.messageToken}@${domain}>`,
    date: request.date,
    // RFC 3834 section 5; the second field keeps Exchange from answering with absence notes.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    text: textPage(letter, face.branding, wording),
    html: htmlPage(letter, { branding: face.branding, hasLogo: attachments.length > 0, wording }),
    attachments,
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  })
  return composer.compile().build()
}

export interface Notifications {
  /** What delivery asks for. AppError `notifications.bad-params` names the spoiled fields, never their values. */
  readonly compose: (request: CompositionRequest) => Promise<Buffer>
}

export function createNotifications(deps: NotificationDeps): Notifications {
  const timeZone = deps.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
  return { compose: (request) => composeNotification({ ...deps, timeZone }, request) }
}
