import { describe, expect, test } from 'vitest'
import { idOf } from '../../../test/harness/identifiers.ts'
import type { RecipientId } from '../id/identifiers.ts'
import { parsePhone, type E164 } from '../phone/index.ts'
import { planCheck } from './plan-check.ts'

const phoneOf = (text: string): E164 => {
  const parsed = parsePhone(text)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.e164
}
const [a, b] = [phoneOf('+4915123456789'), phoneOf('+4915123456780')]
const fresh = { id: idOf<RecipientId>('fresh'), hasCheck: false }
const known = { id: idOf<RecipientId>('known'), hasCheck: true }
const remembered = { kind: 'remember', recipientId: 'fresh', phone: a }
const shared = { kind: 'unused', reason: 'not-one-to-one' }

describe('a named phone', () => {
  test.each([
    ['one phone, one new recipient', [fresh], [a], remembered],
    ['one phone named twice', [fresh], [a, a], remembered],
    ['one phone, one recipient with a check', [known], [a], { kind: 'unused', reason: 'has-check' }],
    ['one phone, two recipients', [fresh, { ...fresh, id: idOf<RecipientId>('other') }], [a], shared],
    ['one phone, two recipients, one of them with a check', [fresh, known], [a], shared],
    ['two phones, one recipient', [fresh], [a, b], shared],
    ['two phones, two recipients', [fresh, { ...fresh, id: idOf<RecipientId>('other') }], [a, b], shared],
    ['no phone', [fresh], [], { kind: 'none' }],
    ['nobody', [], [a], { kind: 'none' }],
  ])('%s', (_what, recipients, phones, plan) => {
    expect(planCheck({ recipients, phones })).toEqual(plan)
  })
})
