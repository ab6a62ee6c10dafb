import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linkify } from './linkify.ts'

const addresses = (text: string): readonly (string | null)[] =>
  linkify(text).flatMap((segment) => (segment.href === null ? [] : [segment.href]))

describe('web addresses in plain text', () => {
  test.each([
    ['See https://example.org/a?b=c#d.', ['https://example.org/a?b=c#d']],
    ['(https://example.org/a)', ['https://example.org/a']],
    ['https://example.org/a_(b)', ['https://example.org/a_(b)']],
    ['<https://example.org>, HTTP://EXAMPLE.COM!', ['https://example.org', 'HTTP://EXAMPLE.COM']],
    ['javascript:alert(1) data:text/html,x ftp://x', []],
    ['https://', []],
    ['https://a.example\u202E/evil', ['https://a.example']],
  ])('%j', (text, expected) => {
    expect(addresses(text)).toEqual(expected)
  })

  test('are found without changing a letter of the text', () => {
    const piece = fc.constantFrom('https://', 'http://a.example', ' ', '.', ')', '(', '\n', 'x', '<')
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        expect(
          linkify(text)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
