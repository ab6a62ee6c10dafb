import { expect, test } from 'vitest'
import { isLoopbackAddress, mayBeMailHost } from './endpoint.ts'

test.each(['127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:0:0'])(
  '%s is this machine',
  (address) => {
    expect(isLoopbackAddress(address)).toBe(true)
    expect(mayBeMailHost(address)).toBe(false)
  },
)

test.each(['169.254.169.254', '::ffff:169.254.169.254', '224.0.0.1', '255.255.255.255', 'fe80::1', 'ff02::1', 'x', ''])(
  '%s is nobody that takes mail',
  (address) => {
    expect(mayBeMailHost(address)).toBe(false)
  },
)

test.each(['192.0.2.1', '10.1.2.3', '192.168.1.1', '2001:db8::1', 'fd00::1'])('%s may be a mail host', (address) => {
  expect(isLoopbackAddress(address)).toBe(false)
  expect(mayBeMailHost(address)).toBe(true)
})
