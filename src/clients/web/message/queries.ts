import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { readConversation, type MessageView } from '../../../contract/messages.ts'
import { openEnvelope } from '../../keys/web-envelope.ts'
import { UnopenableContentError } from '../../keys/open-content.ts'
import type { SignedInState } from '../session/web-session.ts'

/** Everything about messages in the query cache begins with this word, so that one call makes it all stale. */
export const messagesKey = 'messages'

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: [messagesKey, 'conversation', id],
    queryFn: ({ signal }) => callApi(readConversation, undefined, { params: { id }, signal }),
  })

/** What is needed to open an envelope: the message it is for, and the mailbox it is sealed to. */
export type Sealed = Pick<MessageView, 'id' | 'mailboxId' | 'sealedEnvelope'>

/** Opened envelopes do not change; they stay until the session ends. Each mailbox has one of its own, with other keys. */
export const envelopeQuery = (message: Sealed, session: SignedInState) =>
  queryOptions({
    queryKey: ['envelope', message.id, message.mailboxId, message.sealedEnvelope === null],
    queryFn: () => {
      const identity = session.mailboxIdentities.get(message.mailboxId)
      const { id, sealedEnvelope } = message
      if (sealedEnvelope === null || identity === undefined) throw new UnopenableContentError()
      return openEnvelope({ id, sealedEnvelope }, identity)
    },
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
  })
