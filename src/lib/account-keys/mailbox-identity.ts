import { Decrypter, Encrypter } from 'age-encryption'
import { decodeBase64Url, encodeBase64Url } from '../bytes/index.ts'
import { SplitKeyError } from '../split-key/index.ts'

/** Encrypts a mailbox identity to a member's account: an age file, base64url. */
export const sealMailboxIdentity = async (mailboxIdentity: string, accountRecipient: string): Promise<string> => {
  const encrypter = new Encrypter()
  encrypter.addRecipient(accountRecipient)
  return encodeBase64Url(await encrypter.encrypt(mailboxIdentity))
}

/** The mailbox identity for a member's account identity; throws `SplitKeyError` whatever is wrong. */
export const unlockMailbox = async (accountIdentity: string, sealedIdentity: string): Promise<string> => {
  const file = decodeBase64Url(sealedIdentity)
  if (file === null) throw new SplitKeyError()
  try {
    const decrypter = new Decrypter()
    decrypter.addIdentity(accountIdentity)
    return await decrypter.decrypt(file, 'text')
  } catch {
    throw new SplitKeyError()
  }
}
