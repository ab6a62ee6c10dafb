import { expect, test } from 'vitest'
import { idOf } from '../../../../test/harness/identifiers.ts'
import type { AnswerView } from '../../../contract/messages.ts'
import { orderAnswers } from './order-answers.ts'

const answer = (id: string, hour: number, change: Partial<AnswerView> = {}): AnswerView => ({
  id: idOf(id),
  copyId: idOf('c'),
  fromAddress: 'patient@example.org',
  verifiedBy: 'sms',
  receivedAt: `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`,
  sizeBytes: 1000,
  contentId: idOf(id),
  readAt: null,
  ...change,
})
const isUnread = ({ readAt }: AnswerView) => readAt === null
const read = { readAt: '2026-11-21T00:00:00.000Z' }
const summary = (answers: readonly AnswerView[]) =>
  orderAnswers(answers, isUnread).map(({ answer: { id }, isNew, opensByItself }) => [id, isNew, opensByItself])

test('new answers stand first and open by themselves, the latest before the earlier', () => {
  expect(summary([answer('old', 1, read), answer('a', 2), answer('b', 3), answer('late', 4, read)])).toEqual([
    ['b', true, true],
    ['a', true, true],
    ['late', false, false],
    ['old', false, false],
  ])
})

test('a new answer as large as a film waits for a press', () => {
  expect(summary([answer('film', 1, { sizeBytes: 2_000_000_000 })])).toEqual([['film', true, false]])
})
