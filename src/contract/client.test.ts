import { expect, test } from 'vitest'
import { addressOf } from './client.ts'
import { readConversation, listSent } from './messages.ts'

test('an address has the parameters and the query filled in; what is undefined is left out', () => {
  expect(addressOf(listSent, { query: { limit: 5, before: undefined } })).toBe('/api/sent?limit=5')
  expect(addressOf(readConversation, { params: { id: 'a/b' } })).toBe('/api/messages/a%2Fb')
})

test('the compiler knows the names of both', () => {
  // @ts-expect-error -- no such query parameter
  expect(addressOf(listSent, { query: { lmit: 5 } })).toBe('/api/sent?lmit=5')
  // @ts-expect-error -- no query at all
  expect(addressOf(readConversation, { query: { limit: 5 } })).toContain('limit=5')
  // @ts-expect-error -- no such path parameter
  expect(addressOf(readConversation, { params: { messageId: 'a' } })).toBe('/api/messages/')
})
