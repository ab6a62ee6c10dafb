import { describe, expect, test } from 'vitest'
import { idOf } from '../../../../test/harness/identifiers.ts'
import type { CopyView, MessageView } from '../../../contract/messages.ts'
import { countStates, messageNeedsAttention, shownState } from './shown-state.ts'

const copy = (change: Partial<CopyView>): CopyView => ({
  id: idOf('c'),
  recipientId: idOf('r'),
  address: 'patient@example.org',
  check: 'sms',
  maskedNumber: null,
  state: 'notified',
  route: 'portal',
  routeRule: 'organisation',
  asksForPassword: false,
  signsIn: false,
  notifiedAt: null,
  openedAt: null,
  newLinkRequestedAt: null,
  numberReportedWrongAt: null,
  ...change,
})
const message = (copies: readonly CopyView[], change: Partial<MessageView> = {}): MessageView => ({
  id: idOf('m'),
  mailboxId: idOf('b'),
  sentAt: '2026-11-20T09:00:00.000Z',
  expiresOn: '2026-12-20',
  expiresAt: '2026-12-20T09:00:00.000Z',
  removedAt: null,
  sizeBytes: 1,
  sealedEnvelope: null,
  copies: [...copies],
  password: null,
  answers: 0,
  unreadAnswers: 0,
  ...change,
})
const at = '2026-11-20T10:00:00.000Z'

describe('the state of a copy as it is shown', () => {
  test('a recipient who asks for a new link is shown as asking, even after having opened the message', () => {
    expect(shownState(copy({ state: 'opened', newLinkRequestedAt: at }), message([]))).toBe('newLink')
  })
  test('a wrong number comes before a damaged link, because a new link would lead to the same number', () => {
    expect(shownState(copy({ newLinkRequestedAt: at, numberReportedWrongAt: at }), message([]))).toBe('wrongNumber')
  })
  test.each(['revoked', 'expired', 'locked'] as const)(
    'a copy that is %s stays so whatever its recipient asks',
    (state) => {
      expect(shownState(copy({ state, newLinkRequestedAt: at }), message([]))).toBe(state)
    },
  )
})

describe('encrypted files that have arrived', () => {
  const kept = { state: 'kept', erasesAt: at } as const
  const erased = { state: 'erased', erasesAt: null } as const
  test.each([
    ['delivered', null],
    ['passwordWaits', { ...kept, passedOnAt: null }],
    ['delivered', { ...kept, passedOnAt: at }],
    ['passwordLost', { ...erased, passedOnAt: null }],
    ['delivered', { ...erased, passedOnAt: at }],
  ] as const)('are shown as %s when their password is %j', (state, password) => {
    const files = copy({ route: 'attachment' })
    expect(shownState(files, { password })).toBe(state)
    expect(messageNeedsAttention(message([files], { password }))).toBe(state !== 'delivered')
  })

  test.each([
    ['a direct mail beside them', { route: 'direct' }, 'delivered'],
    ['a link beside them', { route: 'portal' }, 'notified'],
    ['files on their way', { route: 'attachment', state: 'queued' }, 'queued'],
    ['files whose link was opened, which takes the password', { route: 'attachment', state: 'opened' }, 'opened'],
    ['files that were taken back', { route: 'attachment', state: 'revoked' }, 'revoked'],
  ] as const)('do not change the state of %s', (_what, change, state) => {
    expect(shownState(copy(change), { password: { ...kept, passedOnAt: null } })).toBe(state)
  })
})

describe('a message needs attention', () => {
  test.each(['parked', 'failed', 'locked'] as const)('when one of its copies is %s', (state) => {
    expect(messageNeedsAttention(message([copy({}), copy({ state })]))).toBe(true)
  })
  test('when an answer has not been read', () => {
    expect(messageNeedsAttention(message([copy({})], { unreadAnswers: 1 }))).toBe(true)
  })
  test('but not when every copy is on its way, opened or over', () => {
    const copies = (['queued', 'notified', 'opened', 'revoked', 'expired'] as const).map((state) => copy({ state }))
    expect(messageNeedsAttention(message(copies))).toBe(false)
  })
  test('but not when it was deleted for everyone', () => {
    expect(messageNeedsAttention(message([copy({ state: 'parked' })], { removedAt: at }))).toBe(false)
  })
})

test('a summary names first what needs the sender, then what is most frequent', () => {
  const states = ['opened', 'opened', 'notified', 'parked'] as const
  expect(countStates(message(states.map((state) => copy({ state }))))).toEqual([
    { state: 'parked', copies: 1 },
    { state: 'opened', copies: 2 },
    { state: 'notified', copies: 1 },
  ])
})
