import { expect, test } from 'vitest'
import { formatLinkSecret, generateLinkSecret, parseLinkSecret } from './link-secret.ts'

test('a link secret is 160 random bits in 27 characters and is read back', () => {
  const secret = generateLinkSecret()
  expect(secret).toHaveLength(20)
  expect(formatLinkSecret(secret)).toMatch(/^[\w-]{27}$/)
  expect(parseLinkSecret(formatLinkSecret(secret))).toEqual(secret)
  expect(formatLinkSecret(generateLinkSecret())).not.toBe(formatLinkSecret(secret))
})

test.each([
  ['nothing', ''],
  ['one character less', 'A'.repeat(26)],
  ['one character more', 'A'.repeat(28)],
  ['padding', `${'A'.repeat(26)}=`],
  ['the other base64 alphabet', `${'A'.repeat(25)}+A`],
  ['white space', `${'A'.repeat(26)} `],
  ['a percent escape', `%41${'A'.repeat(24)}`],
  ['spare bits that are set', `${'A'.repeat(26)}B`],
])('%s is no link secret', (_what, text) => expect(parseLinkSecret(text)).toBeNull())
