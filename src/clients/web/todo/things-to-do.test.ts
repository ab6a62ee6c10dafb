import { describe, expect, test } from 'vitest'
import { idOf } from '../../../../test/harness/identifiers.ts'
import type { CopyView, MessageView } from '../../../contract/messages.ts'
import { messageNeedsAttention } from '../sent/shown-state.ts'
import { thingsToDo } from './things-to-do.ts'

const at = '2026-11-20T10:00:00.000Z'
const copy = (address: string, change: Partial<CopyView> = {}): CopyView => ({
  id: idOf(address),
  recipientId: idOf(address),
  address,
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
  sentAt: at,
  expiresOn: '2026-12-20',
  expiresAt: at,
  removedAt: null,
  sizeBytes: 1,
  sealedEnvelope: null,
  copies: [...copies],
  password: null,
  answers: 0,
  unreadAnswers: 0,
  ...change,
})
const kinds = (of: MessageView) => thingsToDo(of).map(({ kind }) => kind)

describe('what there is to do about a message', () => {
  test.each([
    ['parked', { state: 'parked' }],
    ['failed', { state: 'failed' }],
    ['locked', { state: 'locked' }],
    ['newLink', { newLinkRequestedAt: at }],
    ['wrongNumber', { numberReportedWrongAt: at }],
  ] as const)('is said as %s', (kind, change) => {
    expect(kinds(message([copy('a@x.example', change), copy('b@x.example')]))).toEqual([kind])
  })

  test.each([
    ['passwordWaits', { state: 'kept', erasesAt: at, passedOnAt: null }],
    ['passwordLost', { state: 'erased', erasesAt: null, passedOnAt: null }],
  ] as const)('is said as %s of files that have arrived', (kind, password) => {
    expect(kinds(message([copy('a@x.example', { route: 'attachment' })], { password }))).toEqual([kind])
  })

  test('is one thing for several recipients who need the same, and begins with the answers', () => {
    const parked = [copy('a@x.example', { state: 'parked' }), copy('b@x.example', { state: 'parked' })]
    const of = message([...parked, copy('c@x.example', { state: 'failed' })], { unreadAnswers: 2 })
    expect(thingsToDo(of)).toEqual([
      { kind: 'answers', count: 2 },
      { kind: 'parked', copies: parked },
      { kind: 'failed', copies: [of.copies[2]] },
    ])
  })

  test.each([
    ['goes its way', message([copy('a@x.example'), copy('b@x.example', { state: 'opened' })])],
    [
      'was deleted for everyone',
      message([copy('a@x.example', { state: 'parked' })], { removedAt: at, unreadAnswers: 1 }),
    ],
    ['is over', message([copy('a@x.example', { state: 'revoked', newLinkRequestedAt: at })])],
  ])('is nothing while it %s', (_what, of) => {
    expect(thingsToDo(of)).toEqual([])
    expect(messageNeedsAttention(of)).toBe(false)
  })
})
