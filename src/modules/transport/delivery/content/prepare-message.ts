import { AppError } from '../../../../contract/errors/app-error.ts'
import type { MailId, OrganisationId } from '../../../../lib/id/identifiers.ts'
import type { Shred } from '../../../../platform/shred/shred.ts'
import type { TransitKey } from '../../../../platform/transit/transit-key.ts'
import type { Signer } from '../dkim/signer.ts'
import type { MailSource, StoredContent, StoredPart } from '../mail.ts'
import { openPayload } from '../payload.ts'
import type { Refusal } from '../smtp/failure-cause.ts'
import type { ClaimedMail } from '../store.ts'
import type { ByteBudget } from './byte-budget.ts'
import { authorDomain, headerSection, readHeaderFields } from './header-fields.ts'
import { withCrlf } from './line-ends.ts'

/** More hops than any honest path has (RFC 5321 section 6.3). */
export const maxReceivedFields = 50

/** An attachment in the clear, for the moment of composition. */
export interface ComposedAttachment {
  readonly filename: string
  readonly contentType: string
  readonly content: Buffer
}

export interface CompositionRequest {
  readonly organisationId: OrganisationId
  readonly template: string
  readonly params: Readonly<Record<string, unknown>>
  /** The part of the Message-ID before the @: the same at every attempt, and it tells nothing. */
  readonly messageToken: string
  /** When the mail was queued: the same at every attempt. */
  readonly date: Date
  readonly attachments?: readonly ComposedAttachment[]
}

/** Makes a MIME message from a template. A mail whose composition fails stays queued and is tried again. */
export type ComposeMail = (request: CompositionRequest) => Promise<Uint8Array>

/** Opens a content another module keeps. Throws when it is gone. */
export type OpenStored = (organisationId: OrganisationId, content: StoredContent) => Promise<Buffer>

export interface PreparedMessage {
  /** Signed, with CRLF line ends: exactly what leaves. */
  readonly content: Buffer
  /** A copy, so that keeping it does not keep the content. */
  readonly header: Buffer
  readonly receivedFields: number
  readonly carries: Refusal['carries']
  /** To be called when the content is needed no more; again does nothing. */
  readonly release: () => void
}

export interface PrepareDeps {
  readonly transit: TransitKey
  readonly shred: Shred
  readonly signer: Signer
  readonly compose: ComposeMail
  readonly openStored?: OpenStored | undefined
  readonly budget: ByteBudget
}

function messageToken(transit: TransitKey, mailId: MailId): string {
  return transit.keyedHash('delivery/message-id', mailId).toString('hex').slice(0, 32)
}

async function render(deps: PrepareDeps, mail: ClaimedMail, source: MailSource): Promise<Buffer> {
  if ('raw' in source) return withCrlf(source.raw)
  if ('stored' in source) return withCrlf(await openStoredContent(deps, mail, source.stored))
  const attachments = await Promise.all((source.attachments ?? []).map((part) => openPart(deps, mail, part)))
  return withCrlf(
    await deps.compose({
      organisationId: mail.organisation_id,
      template: source.template,
      params: source.params,
      messageToken: messageToken(deps.transit, mail.id),
      date: mail.first_queued_at,
      ...(attachments.length === 0 ? {} : { attachments }),
    }),
  )
}

function openStoredContent(deps: PrepareDeps, mail: ClaimedMail, { contentId, identity }: StoredContent) {
  if (deps.openStored === undefined)
    throw new AppError('broken', 'delivery.no-stored-contents', 'Stored contents cannot be opened by this server.')
  return deps.openStored(mail.organisation_id, { contentId, identity })
}

async function openPart(deps: PrepareDeps, mail: ClaimedMail, part: StoredPart): Promise<ComposedAttachment> {
  const { filename, contentType } = part
  return { filename, contentType, content: await openStoredContent(deps, mail, part) }
}

async function sign(deps: PrepareDeps, mail: ClaimedMail, message: Buffer): Promise<Buffer> {
  const domain = authorDomain(readHeaderFields(headerSection(message)))
  return domain === undefined ? message : deps.signer.sign(mail.organisation_id, domain, message)
}

function carriedBy(source: MailSource): Refusal['carries'] {
  if ('stored' in source) return 'original'
  return 'template' in source && (source.attachments ?? []).length > 0 ? 'attachments' : 'nothing'
}

/**
 * Opens, composes and signs a queued mail. Nothing of it is kept; the caller releases it. A mail with stored contents
 * may be large and waits for its share of the memory.
 */
export async function prepareMessage(deps: PrepareDeps, mail: ClaimedMail): Promise<PreparedMessage> {
  const source = await openPayload(deps.shred, mail.id, mail.sealed_payload)
  const carries = carriedBy(source)
  let header = Buffer.alloc(0)
  const make = async () => {
    const message = await render(deps, mail, source)
    header = Buffer.from(headerSection(message))
    return sign(deps, mail, message)
  }
  const prepared =
    carries === 'nothing' ? { content: await make(), release: () => undefined } : await deps.budget.prepare(make)
  const receivedFields = readHeaderFields(header).filter((field) => field.name === 'received').length
  return { ...prepared, header, receivedFields, carries }
}
