import { parseAddress, type MailAddress } from '../../../lib/address/index.ts'
import {
  parseAddressList,
  readFields,
  type Fields,
  type ListEntry,
  type MailboxEntry,
} from '../../../lib/mime-headers/index.ts'
import { refusals } from './errors.ts'
import type { MailSender, SubmissionIdentity } from './ports.ts'

const maxNamedAddresses = 5
/** As long as the directory lets a name be; it goes into every notification, and a header has room for far more. */
const maxNameCharacters = 120

/** Whether the address is one the signed-in party owns. `address` is in the form of `lib/address`. */
export function maySendAs(identity: SubmissionIdentity, address: string): boolean {
  if (identity.kind === 'account') return identity.allowedFrom.includes(address)
  return identity.domains.includes(address.slice(address.lastIndexOf('@') + 1))
}

/** What the refusal names: the addresses or domains that would be accepted. */
export function describeAllowed(identity: SubmissionIdentity): string {
  const names =
    identity.kind === 'account' ? identity.allowedFrom : identity.domains.map((domain) => `any address at ${domain}`)
  const shown = names.slice(0, maxNamedAddresses).join(' or ')
  return names.length > maxNamedAddresses ? `${shown} or ${names.length - maxNamedAddresses} more` : shown
}

/**
 * Who the message is from, or an AppError: exactly one From field with one mailbox, owned by whoever signed in, and the
 * same for Sender if there is one (RFC 5322 section 3.6.2). Reads the header block only, never a body.
 */
export function checkSender(identity: SubmissionIdentity, header: Uint8Array): MailSender {
  if (header.includes(0)) throw refusals.headerHasNul()
  const fields = readFields(header)
  const from = onlyMailbox(fields, 'From')
  if (from === null) throw refusals.fromMissing()
  const { address, written: writtenAddress } = ownAddress(identity, from)
  const sender = onlyMailbox(fields, 'Sender')
  if (sender !== null) ownAddress(identity, sender)
  if (identity.kind === 'relay') {
    const { organisationId } = identity
    const displayName = Array.from(from.name).slice(0, maxNameCharacters).join('')
    return { kind: 'relay', organisationId, accountId: null, mailboxId: null, address, writtenAddress, displayName }
  }
  const { organisationId, accountId, displayName } = identity
  const mailboxId = address === identity.mailboxAddress ? identity.mailboxId : null
  return { kind: 'account', organisationId, accountId, mailboxId, address, writtenAddress, displayName }
}

function onlyMailbox(fields: Fields, field: 'From' | 'Sender'): MailboxEntry | null {
  const bodies = fields.all(field.toLowerCase())
  const [body] = bodies
  if (body === undefined) return null
  const [entry, ...others]: readonly (ListEntry | undefined)[] = parseAddressList(body) ?? []
  if (bodies.length > 1 || others.length > 0 || entry?.kind !== 'mailbox') throw refusals.fromAmbiguous(field)
  return entry
}

function ownAddress(identity: SubmissionIdentity, entry: MailboxEntry): MailAddress {
  const address = parseAddress(entry.address)
  if (address === null || !maySendAs(identity, address.address)) {
    throw refusals.senderForeign(entry.address, describeAllowed(identity))
  }
  return address
}
