import { expect, test } from 'vitest'
import { mailAddressLink } from './mail-address-link.ts'

test.each([
  [['doctor@praxis.example'], 'mailto:doctor@praxis.example'],
  [['a@x.example', 'b@x.example'], 'mailto:a@x.example,b@x.example'],
  [['a?bcc=thief@evil.example'], 'mailto:a%3Fbcc%3Dthief@evil.example'],
  [['"a@b, c"@x.example?body=all'], 'mailto:%22a%40b%2C%20c%22@x.example%3Fbody%3Dall'],
  [['a#b&c@münster.example'], 'mailto:a%23b%26c@m%C3%BCnster.example'],
])('%j leads to these recipients and nothing else', (addresses, link) => {
  expect(mailAddressLink(addresses)).toBe(link)
})
