import { describe, expect, it } from 'vitest'
import { levelsOf, mirrorOf, visualOrder } from './bidi-levels.ts'

describe('levelsOf', () => {
  it('leaves text without letters of the other direction alone', () => {
    expect(levelsOf('Guten Tag (1)', null)).toEqual({ base: 'ltr', levels: null })
  })

  it('takes the direction of the first strong letter', () => {
    expect(levelsOf('1. שלום abc', null).base).toBe('rtl')
    expect(levelsOf('abc שלום', null).base).toBe('ltr')
  })

  it('follows a wished direction', () => {
    expect(levelsOf('abc', 'rtl').base).toBe('rtl')
  })
})

describe('visualOrder', () => {
  it('turns runs of odd levels around and numbers in them back', () => {
    const runs = [
      { name: 'A', level: 1 },
      { name: '12', level: 2 },
      { name: 'B', level: 1 },
    ]
    expect(visualOrder(runs).map(({ name }) => name)).toEqual(['B', '12', 'A'])
  })
})

describe('mirrorOf', () => {
  it('knows brackets and nothing about letters', () => {
    expect(mirrorOf('(')).toBe(')')
    expect(mirrorOf('a')).toBeNull()
  })
})
