import { Readable } from 'node:stream'
import type { ResponseOf } from '../../../../contract/endpoint.ts'
import type { sendAnswer } from '../../../../contract/portal.ts'
import { AppError } from '../../../../contract/errors/app-error.ts'
import { ids } from '../../../../contract/identifiers.ts'
import { verifiedGuest, type GuestCaller } from '../guest-session.ts'
import type { PortalDeps } from '../ports.ts'

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export interface ReceivedAnswer {
  readonly caller: GuestCaller
  /** Header `idempotency-key`. */
  readonly requestKey: string | readonly string[] | undefined
  /** The octet stream of the request. */
  readonly body: unknown
}

/** An age header, and 16 bytes for each 64 KiB, with room to spare. */
const sealedSize = (plainBytes: number) => plainBytes + 65_536 + Math.ceil(plainBytes / 4096)

function invalid(): AppError {
  return new AppError('invalid', 'http.invalid', 'The request is not in the expected form.')
}

/** Takes an answer of a guest who passed the check. Its sender is the verified recipient, whatever the content says. */
export async function receiveAnswer(
  deps: PortalDeps,
  received: ReceivedAnswer,
): Promise<ResponseOf<typeof sendAnswer>> {
  const { copy, session } = await verifiedGuest(deps, received.caller)
  const { body, requestKey } = received
  if (!(body instanceof Readable) || typeof requestKey !== 'string' || !uuidPattern.test(requestKey)) throw invalid()
  const answer = await deps.guest.addAnswer({
    copy,
    verifiedBy: session.verified_by,
    requestKey,
    content: body,
    maxBytes: sealedSize(deps.maxAnswerBytes),
  })
  return {
    id: answer.id,
    sentAt: answer.received_at.toISOString(),
    sizeBytes: Number(answer.size_bytes),
    // Its content may have gone meanwhile, with the message; then this names none.
    contentId: answer.content_id ?? ids.content.parse(answer.id),
  }
}
