import MailComposer from 'nodemailer/lib/mail-composer'
import { notificationsCodes } from '../../../contract/errors/notifications.ts'
import { AppError } from '../../../contract/errors/app-error.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { ComposedAttachment, CompositionRequest } from '../delivery/index.ts'
import type { OrganisationFace } from './face.ts'
import { htmlPage, logoCid } from './layout/html-page.ts'
import { textPage } from './layout/text-page.ts'
import type { Letter } from './letter.ts'
import { nameOf, takesAnswers, type Setting } from './letters/setting.ts'
import { writeLetter } from './letters/write-letter.ts'
import { isTemplateName, parseParams, type ParamsOf, type TemplateName } from './params.ts'
import { shortName } from './safe-text.ts'
import { originalMessageId, threadHeaders, type Thread } from './thread-headers.ts'
import { english } from './wording/english.ts'
import { german } from './wording/german.ts'
import type { Wording } from './wording/wording.ts'

export interface NotificationDeps {
  /** How the organisation shows itself; asked for every mail. */
  readonly faceOf: (organisationId: OrganisationId) => Promise<OrganisationFace>
  /** Used after the @ when an organisation has no verified domain. */
  readonly hostname: string
}

interface Draft {
  readonly letter: Letter
  readonly to: string
  readonly wording: Wording
  /** In whose name the mail comes; null is the organisation itself. */
  readonly author: Author | null
  /** Of the original that the mail stands for. */
  readonly thread?: Thread
  /** Where an ordinary answer goes; without it there is no Reply-To. */
  readonly replyTo?: readonly Author[]
}

interface Author {
  readonly name: string
  readonly address: string
}

type Given<Names extends TemplateName> = {
  readonly [Name in Names]: { readonly template: Name; readonly params: ParamsOf<Name> }
}[Names]
type AnyParams = Given<TemplateName>

const wordingFor = (language: 'de' | 'en') => (language === 'de' ? german : english)

function readParams(template: string, raw: unknown): AnyParams {
  if (!isTemplateName(template))
    throw new AppError('broken', 'notifications.unknown-template', 'There is no notification of this kind.')
  const parsed = parseParams(template, raw)
  // The problem's path is named, never a value: it may be a link or a code.
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')
    throw new AppError('broken', 'notifications.bad-params', `A ${template} notification lacks or spoils: ${fields}`)
  }
  // The schema was looked up under the same name, which the type system cannot follow through the union.
  // oxlint-disable-next-line typescript/consistent-type-assertions -- codec: validated by the line above
  return { template, params: parsed.data } as AnyParams
}

const authorOf = (params: { readonly senderName: string; readonly senderAddress: string }): Author => ({
  name: nameOf(params),
  address: params.senderAddress,
})

type InOwnName = Exclude<TemplateName, 'new-message' | 'attachment-message' | 'password'>

/** A mail of the organisation itself: to one address, in its language. */
function draftInOwnName<Name extends InOwnName>(
  { template, params }: Given<Name>,
  base: Omit<Setting, 'wording'>,
): Draft {
  const { to, language }: { readonly to: string; readonly language: 'de' | 'en' } = params
  const wording = wordingFor(language)
  return { letter: writeLetter[template](params, { ...base, wording }), to, wording, author: null }
}

function draft(given: AnyParams, base: Omit<Setting, 'wording'>): Draft {
  switch (given.template) {
    case 'new-message': {
      const { params } = given
      const wording = wordingFor(params.recipientLanguage)
      const letter = writeLetter['new-message'](params, { ...base, wording })
      const answers = takesAnswers(params) ? { replyTo: params.replyTo } : {}
      return { letter, to: params.to, wording, author: authorOf(params), ...answers }
    }
    case 'attachment-message': {
      const { params } = given
      const wording = wordingFor(params.recipientLanguage)
      const letter = writeLetter['attachment-message'](params, { ...base, wording })
      const author = authorOf(params)
      const replyTo = params.replyTo.length === 0 ? [author] : params.replyTo
      const answers = params.answersByMail ? { replyTo } : {}
      return { letter, to: params.to, wording, author, thread: params.thread, ...answers }
    }
    case 'password': {
      const { params } = given
      const wording = wordingFor(params.language)
      const letter = writeLetter.password(params, { ...base, wording })
      return { letter, to: params.to, wording, author: authorOf(params) }
    }
    default:
      return draftInOwnName(given, base)
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

/** Sender, recipient and place in a conversation. Values are bounded and on one line; nodemailer encodes and folds. */
function headersOf(drafted: Draft, { face, token, hostname }: HeaderFacts) {
  const { letter, to, thread, replyTo } = drafted
  const domain = domainFor(drafted, face, hostname)
  const original = thread === undefined ? undefined : originalMessageId(thread)
  return {
    from: { name: fromName(drafted, face), address: `noreply@${domain}` },
    to: { name: '', address: to },
    subject: letter.subject,
    messageId: original ?? `<${token}@${domain}>`,
    ...(thread === undefined ? {} : threadHeaders(thread)),
    ...(replyTo === undefined ? {} : { replyTo: replyTo.map(({ name, address }) => ({ name, address })) }),
    // RFC 3834 section 5; the second field keeps Exchange from answering with absence notes.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
}

interface HeaderFacts {
  readonly face: OrganisationFace
  readonly token: string
  readonly hostname: string
}

/**
 * The notification as a MIME message: plain text and HTML that say the same. It comes from an address that nobody reads
 * and has no Reply-To: an answer by mail would leave the protection the message came with, so the text leads to the
 * button instead. Where the organisation takes answers by mail there are two exceptions: a message whose author wrote a
 * Reply-To, and the mail with encrypted attachments, which has the author's own address otherwise. A link's secret is in the bodies only, a code or password never in a header.
 */
async function composeNotification(deps: NotificationDeps, request: CompositionRequest): Promise<Buffer> {
  const face = await deps.faceOf(request.organisationId)
  const drafted = draft(readParams(request.template, request.params), { face })
  const { letter, wording } = drafted
  const logo = logoPart(face)
  const composer = new MailComposer({
    ...headersOf(drafted, { face, token: request.messageToken, hostname: deps.hostname }),
    date: request.date,
    text: withCrlf(textPage(letter, face.branding, wording)),
    html: withCrlf(htmlPage(letter, { branding: face.branding, hasLogo: logo.length > 0, wording })),
    attachments: [...logo, ...(request.attachments ?? []).map(filePart)],
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

/** The composer writes CRLF itself, except inside a text. */
const withCrlf = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n')

const filePart = ({ filename, contentType, content }: ComposedAttachment) => ({
  filename,
  contentType,
  content,
  contentDisposition: 'attachment' as const,
})

export interface Notifications extends ModuleWith<'errors'> {
  /** What delivery asks for. AppError `notifications.bad-params` names the spoiled fields, never their values. */
  readonly compose: (request: CompositionRequest) => Promise<Buffer>
}

export function createNotifications(deps: NotificationDeps): Notifications {
  return {
    name: 'notifications',
    errors: notificationsCodes,
    compose: (request) => composeNotification(deps, request),
  }
}
