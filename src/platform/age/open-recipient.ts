import { parseRecipient, type AgeRecipient } from '../../lib/age/index.ts'
import { recipientKinds } from './identity.ts'

/** A prepared hybrid recipient takes about 20 kB; the least recently used one leaves first. */
const maxRecipients = 500
const prepared = new Map<string, AgeRecipient>()

/** Parses and checks a recipient once and keeps it: recipients are public and come again and again. */
export const openRecipient = (text: string): AgeRecipient => {
  const recipient = prepared.get(text) ?? parseRecipient(recipientKinds, text)
  // A Map keeps the order of insertion: taking the entry out and putting it back makes it the youngest.
  prepared.delete(text)
  prepared.set(text, recipient)
  if (prepared.size > maxRecipients) prepared.delete(prepared.keys().next().value ?? '')
  return recipient
}
