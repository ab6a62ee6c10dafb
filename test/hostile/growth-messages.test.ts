import { describe, expect, test } from 'vitest'
import { readMessage } from '../../src/lib/mime/content/read-message.ts'
import { readStructure } from '../../src/lib/mime/structure/read-structure.ts'
import { expectLinear, growthOf, widest } from '../harness/growth.ts'
import { hostileMessages } from '../harness/hostile-messages.ts'

describe('the work on a message grows as the message does', { timeout: 300_000 }, () => {
  test.each(hostileMessages)('a message of nothing but %s', (what, make) => {
    expectLinear(what, (size) => {
      const message = Buffer.from(make(size), 'latin1')
      return () => readMessage(readStructure(message), { isTextOnly: false, pgpBlockText: '', isWithBytes: true })
    })
  })
})

describe('the measure', () => {
  test('tells quadratic work from linear work', () => {
    const quadratic = (text: string) => / +$/.test(text)
    const make = (size: number) => `${' '.repeat(size)}x`
    expect(growthOf((size) => quadratic.bind(null, make(size))).ratio).toBeGreaterThan(widest)
    const linear = (text: string) => [...text].map((character) => character.charCodeAt(0))
    expect(growthOf((size) => linear.bind(null, make(size))).ratio).toBeLessThan(widest)
  })
})
