import { describe, expect, test } from 'vitest'
import { matcherOf } from './matches.ts'

const texts = ['Befund vom 18. November', 'Jörg Groß', 'j.gross@straße.example']

describe('a search', () => {
  test.each(['befund', 'BEF', 'jorg', 'jörg', 'gross', 'groß', 'strasse', '18. nov', 'november groß', '  befund  '])(
    'finds %j',
    (term) => {
      expect(matcherOf(term)?.(texts)).toBe(true)
    },
  )

  test.each(['rezept', 'befund rezept', 'befundvom'])('does not find %j', (term) => {
    expect(matcherOf(term)?.(texts)).toBe(false)
  })

  test.each(['', '   '])('of no words is no search: %j', (term) => {
    expect(matcherOf(term)).toBeNull()
  })

  test('of very many words looks at the first of them', () => {
    expect(matcherOf(`befund ${'nov '.repeat(10)} missing`)?.(texts)).toBe(true)
  })
})
