import { expect, test } from 'vitest'
import { createConnectionCount, networkOf } from './connection-count.ts'

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('%s belongs to the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('a connection is let in while its network and the whole have room, and counts out once', () => {
  const count = createConnectionCount({ maxConnections: 3, maxConnectionsPerNetwork: 2 })
  const first = count.admit('192.0.2.1')
  expect(count.admit('192.0.2.1')).not.toBeNull()
  expect(count.admit('192.0.2.1')).toBeNull()
  expect(count.admit('192.0.2.2')).not.toBeNull()
  expect(count.admit('192.0.2.3')).toBeNull()
  expect(count.open()).toBe(3)
  first?.()
  first?.()
  expect([count.open(), count.networks()]).toEqual([2, 2])
  expect(count.admit('192.0.2.1')).not.toBeNull()
})

test('an address that many share is bounded in total only', () => {
  const bounds = { maxConnections: 3, maxConnectionsPerNetwork: 1, isShared: (address: string) => address === '::1' }
  const count = createConnectionCount(bounds)
  expect(count.admit('192.0.2.1')).not.toBeNull()
  expect(count.admit('192.0.2.1')).toBeNull()
  expect([count.admit('::1'), count.admit('::1')]).not.toContain(null)
  expect(count.admit('::1')).toBeNull()
})
