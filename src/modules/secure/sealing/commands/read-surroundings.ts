import type { OrganisationId } from '../../../../lib/id/identifiers.ts'
import { addDays, dayOf, endOfDay } from '../../../../lib/time/index.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { requireMailbox, type SenderMailbox } from '../encryption-targets.ts'
import type { MailSender, PhoneUse } from '../incoming-mail.ts'
import type { CheckedRecipient, SealingDeps, SealingSettings } from '../ports.ts'
import { readAddressing } from './address-message.ts'
import {
  chosenRoutes,
  type LastDay,
  type MessageGroup,
  type PreparedMessage,
  type Surroundings,
} from './draft-copies.ts'
import { findMailbox } from './find-mailbox.ts'
import { rememberNamedPhone } from './remember-phone.ts'

export const senderKey = (sender: MailSender) => sender.mailboxId ?? sender.address

/** Reads what decides about these messages of one organisation, and makes the recipients that are new. Throws AppError for what is refused. */
export async function readSurroundings(
  deps: SealingDeps,
  tx: Tx,
  { organisationId, group }: MessageGroup,
): Promise<Surroundings> {
  const settings = await deps.settingsOf(tx, organisationId)
  const mailboxes = new Map<string, SenderMailbox>()
  for (const { mail } of group) {
    if (!mailboxes.has(senderKey(mail.sender)))
      mailboxes.set(senderKey(mail.sender), await findMailbox(deps, tx, mail.sender))
  }
  const addressing = new Map(
    group.map((prepared) => [prepared, readAddressing(prepared.mail, prepared.header, settings)]),
  )
  const written = [...addressing.values()].flatMap(({ recipients }) => recipients.map((one) => one.written))
  const recipients = await deps.recipientsOf(tx, organisationId, [...new Set(written)])
  const around = {
    settings,
    lastDay: lastDayOf(deps, settings),
    domainRules: await deps.domainRules(tx),
    addressing,
    mailboxes,
    byAddress: new Map(recipients.map((recipient) => [recipient.address, recipient])),
    ownMailboxes: await ownMailboxesOf(deps, tx, { organisationId, recipients }),
    phoneUses: new Map<PreparedMessage, PhoneUse | null>(),
  }
  for (const prepared of group) await useNamedPhone(deps, tx, { prepared, around })
  return around
}

function lastDayOf({ clock }: SealingDeps, { timeZone, expiryDays }: SealingSettings): LastDay {
  const day = addDays(dayOf(clock.now(), timeZone), expiryDays)
  return { day, end: endOfDay(day, timeZone) }
}

async function ownMailboxesOf(
  deps: SealingDeps,
  tx: Tx,
  to: { readonly organisationId: OrganisationId; readonly recipients: readonly CheckedRecipient[] },
): Promise<ReadonlyMap<string, SenderMailbox>> {
  const { organisationId, recipients } = to
  const found = await deps.ownMailboxes(
    tx,
    recipients.map(({ address }) => address),
  )
  const checked = found.map((mailbox) => requireMailbox(deps, { organisationId, address: mailbox.address }, mailbox))
  return new Map(checked.map((mailbox) => [mailbox.address, mailbox]))
}

/**
 * A phone named beside a recipient is their check on every route; for encrypted files the job that packs them decides, as the
 * password goes there as well. One message after the other: the next one of a group finds the check that this one set.
 */
async function useNamedPhone(
  deps: SealingDeps,
  tx: Tx,
  { prepared, around }: { readonly prepared: PreparedMessage; readonly around: Surroundings },
): Promise<void> {
  const addressing = around.addressing.get(prepared)
  if (addressing === undefined || addressing.phones.length === 0) return
  const { phones } = addressing
  const chosen = chosenRoutes(prepared, around)
  const isPacked = chosen.some(({ choice }) => choice.route === 'attachment')
  if (isPacked || chosen.every(({ ownMailbox }) => ownMailbox !== null)) return
  const recipients = chosen.map(({ recipient }) => recipient)
  const { organisationId, kind, accountId, address: label } = prepared.mail.sender
  const actor = { kind, id: accountId ?? undefined, label } as const
  const { use, recipient } = await rememberNamedPhone(deps, tx, { organisationId, actor, recipients, phones })
  around.phoneUses.set(prepared, use)
  if (recipient !== null) around.byAddress.set(recipient.address, recipient)
}
