import { randomBytes } from 'node:crypto'
import { attachmentPassword, attachmentPasswordBytes } from '../../../../lib/attachment-password/index.ts'
import { isAppError } from '../../../../lib/errors/app-error.ts'
import type { RouteRule } from '../../../../lib/policy/index.ts'
import { argon2SaltBytes, stretchAccessCode } from '../../../../lib/split-key/index.ts'
import { argon2id } from '../../../../platform/argon2/argon2id.ts'
import { describeError } from '../../../../platform/log/log.ts'
import type { PackNote } from '../../packaging/index.ts'
import type { SealingDeps } from '../ports.ts'
import { openStored, storeFile, type StoredFile } from './package-contents.ts'
import type { WaitingCopy, WaitingMessage } from './read-waiting.ts'

/** The password as an access code, for recipients whose portal link has no stronger check. */
export interface PasswordAccess {
  readonly salt: Uint8Array
  readonly key: Uint8Array
}

export interface PackedParcel {
  readonly kind: 'packed'
  readonly password: string
  readonly zip: StoredFile
  readonly pdf: StoredFile
  readonly notes: readonly PackNote[]
  readonly hasAttachments: boolean
  readonly access: PasswordAccess | null
}

export type Parcel =
  | PackedParcel
  | { readonly kind: 'none' }
  /** The attachment cannot be made: its recipients get the portal instead. */
  | { readonly kind: 'portal'; readonly rule: RouteRule }

/**
 * A link that a mail alone could open would make the password pointless: unless the recipient has a check of their own,
 * the page asks for the same password.
 */
export const asksForPassword = ({ recipient }: WaitingCopy): boolean =>
  recipient.check === null || recipient.check === 'email'

async function passwordAccess(password: string): Promise<PasswordAccess> {
  const salt = randomBytes(argon2SaltBytes)
  return { salt, key: await stretchAccessCode(argon2id, password, salt) }
}

/** ZIP and PDF of the message under a fresh password, kept for the mails that will carry them. Throws when it may be tried again. */
export async function makeParcel(deps: SealingDeps, waiting: WaitingMessage): Promise<Parcel> {
  const { message, order, settings, attachments } = waiting
  if (attachments.length === 0 || message.content_id === null) return { kind: 'none' }
  const stored = { contentId: message.content_id, identity: order.conversationIdentity }
  const content = await openStored(deps, message.organisation_id, stored)
  const password = attachmentPassword(randomBytes(attachmentPasswordBytes))
  const { language, timeZone, neutralNames, maxAttachmentMailBytes: maxBytes } = settings
  const outcome = await deps.packaging
    .pack({ content, password, language, timeZone, neutralNames, maxBytes })
    .catch((error: unknown) => {
      if (!isAppError(error) || error.code !== 'packaging.failed') throw error
      deps.log.warn('sealing.not-packable', describeError(error))
      return { kind: 'failed' } as const
    })
  if (outcome.kind !== 'packed')
    return { kind: 'portal', rule: outcome.kind === 'too-large' ? 'too-large' : 'not-packable' }
  return {
    kind: 'packed',
    password,
    zip: await storeFile(deps, outcome.zip),
    pdf: await storeFile(deps, outcome.pdf),
    notes: outcome.notes,
    hasAttachments: outcome.attachments > 0,
    // Also for one whose phone is to be remembered: that may be refused, or their check may be e-mail and stay so.
    access: attachments.some(asksForPassword) ? await passwordAccess(password) : null,
  }
}
