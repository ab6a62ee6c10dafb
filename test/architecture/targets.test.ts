import { describe, expect, test } from 'vitest'
import { readSources, type SourceFile } from './source-files.ts'

/** Where a text becomes a recipient that may be sealed to; each knows where its text comes from. */
const vouching = [
  // Keys made here, and those of an identity at hand.
  'src/platform/age/identity.ts',
  // A row whose binding holds.
  'src/platform/targets/encryption-targets.ts',
  // What the administrator names on the command line.
  'src/cli/backup/archive-keys.ts',
]
const definition = ['src/platform/age/authentic-recipient.ts', 'src/platform/age/index.ts']

const vouches = ({ text }: SourceFile) => /\bvouchFor\b|\bas AuthenticRecipient\b/.test(text)

describe('a recipient that may be sealed to', () => {
  const sources = readSources('src').filter(({ path }) => !path.endsWith('.test.ts'))

  test('is made where its origin is known, and nowhere else', () => {
    const places = sources.filter(vouches).map(({ path }) => path)
    expect(places.toSorted()).toEqual([...vouching, ...definition].toSorted())
  })

  test('is found by this guard whatever way it is made', () => {
    const forged = (text: string) => vouches({ path: 'src/modules/secure/sealing/a.ts', text })
    expect(forged('encryptBytes(plain, [vouchFor(row.recipient)])')).toBe(true)
    expect(forged('encryptBytes(plain, [row.recipient as AuthenticRecipient])')).toBe(true)
    expect(forged('encryptBytes(plain, [mailbox.recipient])')).toBe(false)
  })
})
