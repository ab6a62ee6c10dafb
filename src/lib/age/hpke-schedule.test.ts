import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { createHpkeSchedule } from './hpke-schedule.ts'

const hmacSha256 = (key: Uint8Array, message: Uint8Array): Buffer => createHmac('sha256', key).update(message).digest()

/** RFC 9180 sections 4, 5.1 and 5.3, written down once more and as they stand there. */
const suite = Buffer.from('48504b45647a00010003', 'hex')
const extract = (salt: Uint8Array, label: string, ikm: Uint8Array) =>
  hmacSha256(salt, Buffer.concat([Buffer.from('HPKE-v1'), suite, Buffer.from(label), ikm]))
const expand = (prk: Uint8Array, label: string, { info, length }: { info: Uint8Array; length: number }) => {
  const labeled = [Buffer.from([0, length]), Buffer.from('HPKE-v1'), suite, Buffer.from(label), info, Buffer.from([1])]
  return hmacSha256(prk, Buffer.concat(labeled)).subarray(0, length)
}

test('key, nonce and exported keys are those of RFC 9180', () => {
  const empty = Buffer.alloc(0)
  const shared = Buffer.alloc(32, 9)
  const info = Buffer.concat([
    Buffer.from([0]),
    extract(empty, 'psk_id_hash', empty),
    extract(empty, 'info_hash', Buffer.from('info')),
  ])
  const secret = extract(shared, 'secret', empty)
  const exporter = expand(secret, 'exp', { info, length: 32 })
  const made = createHpkeSchedule({ hmacSha256 }, 'info')(shared)
  expect(made.key).toEqual(expand(secret, 'key', { info, length: 32 }))
  expect(made.nonce).toEqual(expand(secret, 'base_nonce', { info, length: 12 }))
  for (const context of ['', 'context'].map((text) => Buffer.from(text)))
    expect(made.exportKey(context)).toEqual(expand(exporter, 'sec', { info: context, length: 32 }))
})
