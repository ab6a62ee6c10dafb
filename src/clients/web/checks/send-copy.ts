import { callApi } from '../../../contract/client.ts'
import type { BodyOf } from '../../../contract/endpoint.ts'
import {
  completeCopy,
  recipientAccessKey,
  setRecipientCheck,
  type CopyView,
  type RecipientView,
} from '../../../contract/messages.ts'
import { decodeBase64Url } from '../../../lib/bytes/index.ts'
import { deriveAccessCode, makeCopyCompletion } from '../../keys/web-complete-copy.ts'
import type { OpenedEnvelope } from '../../keys/web-envelope.ts'

/** A check as people choose it. */
export type ChosenCheck =
  | { readonly check: 'sms'; readonly number: string }
  | { readonly check: 'access-code'; readonly code: string }
  | { readonly check: 'email' }

/** Sets and remembers how a recipient proves who they are; an access code is stretched first and never sent. */
export async function rememberCheck(address: string, chosen: ChosenCheck): Promise<RecipientView> {
  return callApi(setRecipientCheck, { address, check: await toWire(chosen) })
}

async function toWire(chosen: ChosenCheck): Promise<BodyOf<typeof setRecipientCheck>['check']> {
  if (chosen.check !== 'access-code') return chosen
  return { check: 'access-code', ...(await deriveAccessCode(chosen.code)) }
}

/** Makes new shares for a copy whose recipient has a check, and has the notification sent. */
export async function sendCopy(copy: CopyView, envelope: OpenedEnvelope): Promise<void> {
  const { accessKeyId, accessKey } = await callApi(recipientAccessKey, undefined, { params: { id: copy.recipientId } })
  const access = { accessKeyId, accessKey: accessKey === null ? null : decodeBase64Url(accessKey) }
  const completion = await makeCopyCompletion(copy.id, envelope, access)
  await callApi(completeCopy, completion, { params: { id: copy.id } })
}
