import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idOf } from '../../../test/harness/identifiers.ts'
import type { RecipientId } from '../id/identifiers.ts'
import { parsePhone, type E164 } from '../phone/index.ts'
import { mailboxKey } from './mailbox-key.ts'
import { planPassword, type PasswordPlan, type PasswordQuestion } from './plan-password.ts'

const e164 = (text: string): E164 => {
  const parsed = parsePhone(text)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.e164
}
const [one, two, three] = [e164('+4915123456701'), e164('+4915123456702'), e164('+4915123456703')]
const anna = { id: idOf<RecipientId>('anna'), address: 'anna@x.example', phone: null }
const ben = { id: idOf<RecipientId>('ben'), address: 'ben@y.example', phone: null }
const question: PasswordQuestion = {
  recipients: [anna],
  phones: [],
  otherAddresses: [],
  textsAllowed: true,
  mailsAllowed: true,
  copyToSender: false,
}
const plan = (asked: Partial<PasswordQuestion>) => planPassword({ ...question, ...asked })

describe('planPassword', () => {
  it.each<[string, Partial<PasswordQuestion>, Partial<PasswordPlan>]>([
    ['one phone and one recipient', { phones: [one] }, { texts: [one], reason: null }],
    ['no phone', {}, { texts: [], reason: 'no-phone' }],
    ['a remembered number', { recipients: [{ ...anna, phone: two }] }, { texts: [two], reason: null }],
    [
      'a named phone before the remembered number',
      { recipients: [{ ...anna, phone: two }], phones: [one] },
      { texts: [one], reason: null },
    ],
    ['two phones and one recipient', { phones: [one, two] }, { texts: [one, two], reason: null }],
    ['one phone named twice', { phones: [one, one] }, { texts: [one], reason: null }],
    ['one phone and two recipients', { recipients: [anna, ben], phones: [one] }, { texts: [one], reason: 'partly' }],
    [
      'one phone, and a number remembered for the other recipient',
      { recipients: [anna, { ...ben, phone: two }], phones: [one] },
      { texts: [one, two], reason: null },
    ],
    [
      'one phone that is remembered for one of two recipients',
      { recipients: [anna, { ...ben, phone: one }], phones: [one] },
      { texts: [one], reason: 'partly' },
    ],
    [
      'three phones and two recipients',
      { recipients: [anna, { ...ben, phone: two }], phones: [one, two, three] },
      { texts: [one, two, three], reason: null },
    ],
    ['a plan without texts', { phones: [one], textsAllowed: false }, { texts: [], reason: 'plan' }],
    ['a copy for the sender', { phones: [one], copyToSender: true }, { texts: [one], reason: 'copy' }],
    [
      'a second address, which spares the sender nothing',
      { otherAddresses: ['second@z.example'] },
      { texts: [], mails: ['second@z.example'], reason: 'no-phone' },
    ],
    [
      'a second address that is not allowed',
      { otherAddresses: ['second@z.example'], mailsAllowed: false },
      { mails: [] },
    ],
    [
      'a recipient of another route',
      { otherAddresses: ['carl@z.example'], otherRecipients: ['Carl@Z.example'] },
      { mails: [] },
    ],
  ])('with %s', (_, asked, expected) => {
    const { remember: _remember, ...rest } = plan(asked)
    const { reason = rest.reason } = expected
    expect(rest).toMatchObject({ ...expected, toSender: reason !== null })
  })

  it('remembers a phone where it can only be the recipient’s, and they had none', () => {
    expect(plan({ phones: [one] }).remember).toEqual({ recipientId: 'anna', phone: one })
    expect(plan({ phones: [one, two] }).remember).toBeNull()
    expect(plan({ phones: [one], recipients: [anna, ben] }).remember).toBeNull()
    expect(plan({ phones: [one], otherRecipients: ['carl@z.example'] }).remember).toBeNull()
    expect(plan({ phones: [one], recipients: [{ ...anna, phone: two }] }).remember).toBeNull()
    expect(plan({ phones: [one], textsAllowed: false }).remember).toBeNull()
  })

  it.each([
    ['anna.weber@gmail.com', 'AnnaWeber+x@googlemail.com'],
    ['anna@x.example', 'ANNA+password@X.EXAMPLE'],
    ['anna@münchen.example', 'anna@xn--mnchen-3ya.example'],
    ['anna@icloud.com', 'anna@me.com'],
    ['anna@proton.me', 'anna+1@pm.me'],
  ])('mails nothing to %s as %s', (address, written) => {
    expect(mailboxKey(written)).toBe(mailboxKey(address))
    expect(plan({ recipients: [{ ...anna, address }], otherAddresses: [written] }).mails).toEqual([])
  })

  it('never mails a password to a recipient, never texts a stranger, and tells the sender whenever phones fall short', () => {
    const address = fc.constantFrom('a@x.example', 'A+1@x.example', 'b@gmail.com', 'B@googlemail.com', 'c@y.example')
    const phone = fc.constantFrom(one, two, three)
    const any = fc.record({
      recipients: fc.array(
        fc.record({ id: fc.string().map((text) => idOf<RecipientId>(text)), address, phone: fc.option(phone) }),
        {
          minLength: 1,
          maxLength: 5,
        },
      ),
      otherRecipients: fc.array(address, { maxLength: 3 }),
      phones: fc.array(phone, { maxLength: 4 }),
      otherAddresses: fc.array(address, { maxLength: 4 }),
      textsAllowed: fc.boolean(),
      mailsAllowed: fc.boolean(),
      copyToSender: fc.boolean(),
    })
    fc.assert(
      fc.property(any, (asked) => {
        const made = planPassword(asked)
        const people = [...asked.recipients.map((recipient) => recipient.address), ...asked.otherRecipients].map(
          mailboxKey,
        )
        for (const mail of made.mails) expect(people).not.toContain(mailboxKey(mail))
        const known = [...asked.phones, ...asked.recipients.flatMap((recipient) => recipient.phone ?? [])]
        for (const text of made.texts) expect(known).toContain(text)
        if (asked.textsAllowed) for (const named of asked.phones) expect(made.texts).toContain(named)
        else expect(made.texts).toEqual([])
        expect(made.toSender).toBe(made.reason !== null)
        expect(made.toSender || made.texts.length > 0).toBe(true)
        if (asked.copyToSender) expect(made.toSender).toBe(true)
      }),
    )
  })
})

it.each(['', 'anna', '"a b"@x.example', 'a@localhost'])('there is no mailbox behind %j', (text) => {
  expect(mailboxKey(text)).toBeNull()
})
