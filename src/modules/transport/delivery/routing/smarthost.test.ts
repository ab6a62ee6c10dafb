import { expect, test } from 'vitest'
import { parseSmarthost, resolveSmarthost } from './smarthost.ts'

test('without a setting there is no smarthost', () => {
  expect(parseSmarthost('')).toBeNull()
})

test.each([
  ['smtp://relay.test', { host: 'relay.test', port: 25, tls: 'opportunistic', verify: false, login: null }],
  ['smtp://relay.test:2525', { port: 2525, tls: 'opportunistic' }],
  ['smtps://relay.test', { port: 465, tls: 'implicit', verify: true }],
  ['smtps://[2001:db8::1]:465', { host: '2001:db8::1', port: 465 }],
  ['smtps://relay.test?tls=unverified', { tls: 'implicit', verify: false }],
  ['smtp://me:secret@relay.test', { port: 587, tls: 'required', verify: true, login: { user: 'me', pass: 'secret' } }],
  [
    'smtp://me%40x:p%2Fw@relay.test?tls=unverified',
    { tls: 'required', verify: false, login: { user: 'me@x', pass: 'p/w' } },
  ],
  ['smtp://me:secret@127.0.0.1:1025', { tls: 'opportunistic', verify: false }],
  ['smtp://me:secret@localhost', { tls: 'opportunistic', verify: false }],
  ['smtps://127.0.0.1', { tls: 'implicit', verify: false }],
  ['smtp://me:secret@10.0.0.5', { tls: 'required', verify: true }],
])('%s', (url, expected) => {
  expect(parseSmarthost(url)).toMatchObject(expected)
})

test('a smarthost without address postpones instead of failing', async () => {
  const smarthost = parseSmarthost('smtp://does-not-exist.invalid')
  if (smarthost === null) throw new Error('no smarthost')
  expect(await resolveSmarthost(smarthost)).toMatchObject({ unresolved: { status: '4.4.3' } })
})
