import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatLinkSecret, generateLinkSecret } from '../../../lib/split-key/index.ts'
import { repairLink } from './repair-link.ts'

const token = 'abcdefghijklmnopqrstu_'
const secret = formatLinkSecret(generateLinkSecret())
const base = 'https://post.example.org'

describe('a link is understood', () => {
  test.each([
    ['as it was sent', `/o/${token}#${secret}`],
    ['with an encoded hash', `/o/${token}%23${secret}`],
    ['with a hash encoded twice', `/o/${token}%2523${secret}`],
    ['with a hash encoded three times', `/o/${token}%252523${secret}`],
    ['with the full stop of its sentence', `/o/${token}#${secret}.`],
    ['with the bracket around it', `/o/${token}#${secret}>`],
    ['with the encoded bracket around it', `/o/${token}%23${secret}%3E`],
    ['with quotes and a comma', `/o/${token}#${secret}",`],
    ['with marks of emphasis', `/o/${token}#${secret}__`],
    ['with parameters for counting clicks', `/o/${token}?utm_source=mail#${secret}`],
    ['with parameters behind the secret', `/o/${token}#${secret}?utm_source=mail&x=1`],
    ['with a line end', `/o/${token}%23${secret}%0D%0A`],
    ['with a slash too many', `//o/${token}/#${secret}`],
    ['with a stray percent sign', `/o/${token}%23${secret}%`],
  ])('%s', (_how, address) => {
    expect(repairLink(`${base}${address}`)).toMatchObject({ kind: 'complete', token })
    const link = repairLink(`${base}${address}`)
    expect(link.kind === 'complete' && formatLinkSecret(link.secret)).toBe(secret)
  })

  test.each([
    ['secret-missing', `/o/${token}`],
    ['secret-missing', `/o/${token}#`],
    ['secret-missing', `/o/${token}%23`],
    ['secret-missing', `/o/${token}.`],
    ['secret-damaged', `/o/${token}#${secret.slice(0, 26)}`],
    ['secret-damaged', `/o/${token}#${secret}abc`],
    ['secret-damaged', `/o/${token}#${secret.slice(0, 10)}%20${secret.slice(10)}`],
    ['no-link', '/o/'],
    ['no-link', `/o/${token.slice(1)}#${secret}`],
    ['no-link', `/x/${token}#${secret}`],
    ['no-link', '/'],
  ])('as %s: %s', (kind, address) => {
    expect(repairLink(`${base}${address}`).kind).toBe(kind)
  })

  test('or not, but never fails', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.webFragments(), (path, hash) => {
        expect(repairLink(`${base}/o/${token}${path}#${hash}`).kind).not.toBe('no-link')
      }),
    )
  })
})
