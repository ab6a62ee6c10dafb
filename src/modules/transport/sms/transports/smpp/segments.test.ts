import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gsm7Codes } from './gsm7.ts'
import { joiningHeader, maxSegments, toSegments } from './segments.ts'

const lengthsOf = (text: string) => toSegments(text)?.map(({ octets }) => octets.length)
const codingOf = (text: string) => toSegments(text)?.[0]?.dataCoding

describe('the GSM alphabet', () => {
  it.each([
    ['@', [0x00]],
    ['$', [0x02]],
    ['\n', [0x0a]],
    ['\r', [0x0d]],
    ['Δ', [0x10]],
    ['_', [0x11]],
    ['É', [0x1f]],
    [' ', [0x20]],
    ['A', [0x41]],
    ['Ä', [0x5b]],
    ['§', [0x5f]],
    ['a', [0x61]],
    ['ß', [0x1e]],
    ['à', [0x7f]],
    ['€', [0x1b, 0x65]],
    ['{', [0x1b, 0x28]],
    ['\\', [0x1b, 0x2f]],
    ['\f', [0x1b, 0x0a]],
  ])('writes %j as %j (3GPP TS 23.038)', (character, codes) => {
    expect(gsm7Codes(character)).toEqual(codes)
  })

  it.each([['ç'], ['`'], ['\t'], ['\u001b'], ['–'], ['Б'], ['🔐'], ['\u00a0']])('lacks %j', (character) => {
    expect(gsm7Codes(character)).toBeUndefined()
  })
})

describe('toSegments', () => {
  it.each([
    ['x'.repeat(160), 0, [160]],
    ['x'.repeat(161), 0, [153, 8]],
    ['x'.repeat(6 * 153), 0, [153, 153, 153, 153, 153, 153]],
    ['€'.repeat(80), 0, [160]],
    ['x'.repeat(152) + '€'.repeat(10), 0, [152, 20]],
    ['Б'.repeat(70), 8, [140]],
    ['Б'.repeat(71), 8, [134, 8]],
    ['🔐'.repeat(35), 8, [140]],
    ['🔐'.repeat(36), 8, [132, 12]],
  ])('cuts %j in the alphabet %i into %j octets', (text, dataCoding, lengths) => {
    expect(codingOf(text)).toBe(dataCoding)
    expect(lengthsOf(text)).toEqual(lengths)
  })

  it.each([[''], ['x'.repeat(maxSegments * 153 + 1)], ['Б'.repeat(maxSegments * 67 + 1)]])(
    'refuses a text that is empty or too long (%#)',
    (text) => {
      expect(toSegments(text)).toBeUndefined()
    },
  )

  it('keeps every UCS-2 text whole, cuts no pair, and numbers the parts', () => {
    const units = fc.constantFrom('a', 'Б', '🔐', '你', '\n', '€')
    fc.assert(
      fc.property(fc.array(units, { minLength: 1, maxLength: 300 }), (characters) => {
        const text = `Б${characters.join('')}`
        const segments = toSegments(text)
        if (segments === undefined) return
        const decoded = segments.map(({ octets }) => new TextDecoder('utf-16be', { fatal: true }).decode(octets))
        expect(decoded.join('')).toBe(text)
        expect(segments.map(({ part, parts }) => [part, parts])).toEqual(
          segments.map((_, at) => [at + 1, segments.length]),
        )
      }),
    )
  })

  it('ends no part of a GSM text with a bare escape', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z€{}]{1,400}$/), (text) => {
        const segments = toSegments(text) ?? []
        for (const { octets } of segments) expect(octets.at(-1)).not.toBe(0x1b)
        const octetCount = [...text].reduce((sum, character) => sum + (gsm7Codes(character)?.length ?? 0), 0)
        expect(segments.reduce((sum, { octets }) => sum + octets.length, 0)).toBe(octetCount)
      }),
    )
  })

  it('never throws, not even for lone surrogates', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => void toSegments(text)))
    expect(toSegments('\ud83d')).toMatchObject([{ dataCoding: 8, octets: Uint8Array.of(0xff, 0xfd) }])
  })

  it('joins parts by the 8-bit reference header of 3GPP TS 23.040', () => {
    const [, second] = toSegments('x'.repeat(200)) ?? []
    expect(second).toBeDefined()
    if (second !== undefined) expect([...joiningHeader(second, 0x1ab)]).toEqual([5, 0, 3, 0xab, 2, 2])
  })
})
