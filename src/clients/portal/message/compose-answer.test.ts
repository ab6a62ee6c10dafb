import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import type { OpenLinkView } from '../../../contract/portal.ts'
import { answerSubject, composeAnswer } from './compose-answer.ts'

test.each([
  ['Befund', 'Re: Befund'],
  ['Re: Befund', 'Re: Befund'],
  ['AW: Re: RE[2]: Befund', 'Re: Befund'],
  ['Antwort: Befund', 'Re: Befund'],
  ['Rechnung', 'Re: Rechnung'],
  ['', 'Re:'],
])('an answer to %j is called %j', (subject, expected) => {
  expect(answerSubject(subject)).toBe(expected)
})

test('an answer carries its files, each as it is, however many chunks they come in', async () => {
  const link = {
    recipientAddress: 'j@example.net',
    sender: { name: 'Dr. Weber', address: 'praxis@weber.example' },
  } as OpenLinkView
  const contents = [new Uint8Array(200_000).fill(1), new Uint8Array(0), new Uint8Array(1).fill(2)]
  const files = contents.map((bytes, index) => new File([bytes], `${index}.bin`, { type: 'application/x-test' }))
  const email = await PostalMime.parse(composeAnswer({ text: 'Danke', files }, link, null))
  expect(email.attachments.map(({ content }) => new Uint8Array(content as ArrayBuffer))).toEqual(contents)
  expect(email).toMatchObject({ from: { address: 'j@example.net' }, to: [{ address: 'praxis@weber.example' }] })
  expect(email.messageId).toMatch(/^<[0-9a-f-]{36}@example\.net>$/)
})
