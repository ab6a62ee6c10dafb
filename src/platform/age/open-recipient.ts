import { parseRecipient, type AgeRecipient } from '../../lib/age/index.ts'
import { recipientKinds } from './recipient-kinds.ts'

/** A prepared hybrid recipient takes about 20 kB; the least recently used one leaves first. */
const maxRecipients = 500
const prepared = new Map<string, AgeRecipient>()

/** Parses and checks a recipient once and keeps it: recipients are public and come again and again. */
export const openRecipient = (text: string): AgeRecipient => {
  const recipient = prepared.get(text) ?? parseRecipient(recipientKinds, text)
  keepRecipient(recipient)
  return recipient
}

/** Whether something can be encrypted to a text; says nothing about whose it is. */
export const isUsableRecipient = (text: string): boolean => {
  try {
    return openRecipient(text) !== undefined
  } catch {
    return false
  }
}

/** Makes a recipient the most recently used one. */
export const keepRecipient = (recipient: AgeRecipient): void => {
  // A Map keeps the order of insertion: taking the entry out and putting it back makes it the youngest.
  prepared.delete(recipient.text)
  prepared.set(recipient.text, recipient)
  if (prepared.size > maxRecipients) prepared.delete(prepared.keys().next().value ?? '')
}
