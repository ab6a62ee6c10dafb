import { generateHybridIdentity, identityToRecipient } from 'age-encryption'
import type { Argon2id } from '../split-key/index.ts'
import { sealMailboxIdentity } from './mailbox-identity.ts'
import { newPassword, type NewPassword } from './password.ts'

export interface NewMailbox {
  readonly recipient: string
  /** The mailbox identity encrypted to the account it was made for. */
  readonly sealedIdentity: string
}

export interface NewAccount {
  /** Opens everything; the caller keeps it as long as it needs it and never sends it. */
  readonly identity: string
  /** What `enrolAccount` on the server needs besides address and name. */
  readonly enrolment: NewPassword & { readonly recipient: string; readonly mailbox: NewMailbox }
}

/** All keys of a new account with its personal mailbox; throws AppError `account-keys.password-…` for an unusable password. */
export const makeAccount = async (password: string, argon2id: Argon2id): Promise<NewAccount> => {
  const identity = await generateHybridIdentity()
  const recipient = await identityToRecipient(identity)
  const secured = await newPassword(password, identity, argon2id)
  return { identity, enrolment: { ...secured, recipient, mailbox: await makeMailbox(recipient) } }
}

/** A new mailbox for the account with this recipient; its identity leaves this function only sealed. */
export const makeMailbox = async (accountRecipient: string): Promise<NewMailbox> => {
  const identity = await generateHybridIdentity()
  return {
    recipient: await identityToRecipient(identity),
    sealedIdentity: await sealMailboxIdentity(identity, accountRecipient),
  }
}
