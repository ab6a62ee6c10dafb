import fc from 'fast-check'
import type { Pdu } from 'smpp'
import smpp from 'smpp'
import { describe, expect, it } from 'vitest'
import { readReceipt } from './receipt.ts'

const deliver = (fields: Readonly<Record<string, unknown>>): Pdu =>
  new smpp.PDU('deliver_sm', { esm_class: 4, ...fields })
const textual = (message: string): Pdu => deliver({ short_message: { message } })

describe('readReceipt', () => {
  it('reads the standard fields', () => {
    const pdu = deliver({ receipted_message_id: 'a1', message_state: 2 })
    expect(readReceipt(pdu)).toEqual({ kind: 'final', receipt: { providerId: 'a1', state: 'delivered' } })
  })

  it.each([
    [2, 'delivered'],
    [3, 'failed'],
    [4, 'failed'],
    [5, 'failed'],
    [8, 'failed'],
  ])('takes message_state %i as %s', (message_state, state) => {
    expect(readReceipt(deliver({ receipted_message_id: 'a1', message_state }))).toMatchObject({ receipt: { state } })
  })

  it.each([[0], [1], [6], [7], [9], [200]])('takes message_state %i as not final', (message_state) => {
    expect(readReceipt(deliver({ receipted_message_id: 'a1', message_state }))).toEqual({ kind: 'intermediate' })
  })

  it.each([
    [
      'id:1234 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:Ihr',
      '1234',
      'delivered',
    ],
    [
      'id:ab-12_9 sub:1 dlvrd:0 submit date:260101120000 done date:260101120500 stat:UNDELIV err:069 Text:',
      'ab-12_9',
      'failed',
    ],
    ['ID: 77 STAT: expired', '77', 'failed'],
    ['id:77 stat:REJECTD', '77', 'failed'],
    ['id:77 stat:DELETED', '77', 'failed'],
  ])('reads the text of a receipt in the form %j', (message, providerId, state) => {
    expect(readReceipt(textual(message))).toEqual({ kind: 'final', receipt: { providerId, state } })
  })

  it.each([['id:77 stat:ACCEPTD'], ['id:77 stat:ENROUTE'], ['id:77 stat:UNKNOWN'], ['id:77 stat:BUFFRED']])(
    'takes %j as not final',
    (message) => {
      expect(readReceipt(textual(message))).toEqual({ kind: 'intermediate' })
    },
  )

  it.each([[''], ['stat:DELIVRD'], ['id:77'], ['id: '], [`id:${'9'.repeat(66)} stat:DELIVRD`]])(
    'calls %j unreadable instead of delivered',
    (message) => {
      expect(readReceipt(textual(message))).toEqual({ kind: 'unreadable' })
    },
  )

  it('lets the fields win over the text', () => {
    const pdu = deliver({
      receipted_message_id: 'a1',
      message_state: 5,
      short_message: { message: 'id:b2 stat:DELIVRD' },
    })
    expect(readReceipt(pdu)).toEqual({ kind: 'final', receipt: { providerId: 'a1', state: 'failed' } })
  })

  it('tells texts from phones and intermediate notifications from receipts', () => {
    const message = 'id:77 stat:DELIVRD'
    expect(readReceipt(deliver({ esm_class: 0, short_message: { message } }))).toEqual({ kind: 'not-a-receipt' })
    expect(readReceipt(deliver({ esm_class: 0x20, short_message: { message } }))).toEqual({ kind: 'intermediate' })
  })

  it('reads a receipt in message_payload and one with bytes for text', () => {
    const message = 'id:77 stat:DELIVRD'
    expect(readReceipt(deliver({ short_message: {}, message_payload: { message } }))).toMatchObject({ kind: 'final' })
    expect(readReceipt(deliver({ short_message: { message: Buffer.from(message) } }))).toMatchObject({ kind: 'final' })
  })

  it('never throws and never invents a delivery', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 255 }), (message, esm_class) => {
        const read = readReceipt(deliver({ esm_class, short_message: { message } }))
        if (read.kind === 'final') expect(message.toLowerCase()).toMatch(/id:[\s\S]*stat:|stat:[\s\S]*id:/)
      }),
    )
  })
})
