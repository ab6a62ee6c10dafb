import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRouteHeader, readSubjectTag } from './route-words.ts'

describe('readSubjectTag', () => {
  it.each([
    ['[portal] Befund', 'Befund', 'portal'],
    ['Befund [Portal]', 'Befund', 'portal'],
    ['[attachment]Befund', 'Befund', 'attachment'],
    ['Befund [ANHANG]', 'Befund', 'attachment'],
    ['[direct] Befund', 'Befund', 'direct'],
    ['  [ Direkt ]  Befund  ', 'Befund', 'direct'],
    ['[direkt] Befund [portal]', 'Befund', 'portal'],
    ['[direct][Anhang] Befund', 'Befund', 'attachment'],
    ['[portal]', '', 'portal'],
    ['[Liste] [portal] Befund [direkt]', '[Liste] [portal] Befund', 'direct'],
  ])('finds in %j the subject %j and the wish %s', (written, subject, wish) => {
    expect(readSubjectTag(written)).toEqual({ subject, wish })
  })

  it.each([
    'Befund',
    '',
    'Re: [portal] Befund',
    'Befund [portal] vom Montag',
    '[Liste] Befund',
    '[port al] Befund',
    'portal Befund',
    '[portal',
    '(portal) Befund',
    ' two  spaces ',
  ])('leaves %j as it is', (written) => {
    expect(readSubjectTag(written)).toEqual({ subject: written, wish: null })
  })

  it('keeps every other character of a subject', () => {
    const tag = fc.constantFrom('[portal]', '[Anhang]', '[direkt]')
    fc.assert(
      fc.property(fc.string(), tag, (subject, word) => {
        const inner = readSubjectTag(subject).subject.trim()
        expect(readSubjectTag(`${word} ${inner}`).subject).toBe(inner)
        expect(readSubjectTag(`${inner} ${word}`).subject).toBe(inner)
      }),
    )
  })

  it('takes time that grows with the length alone', () => {
    for (const unit of ['[', '[portal', ']', ' ', '[a]', '[portal]'])
      expect(readSubjectTag(unit.repeat(100_000)).subject.length).toBeGreaterThanOrEqual(0)
  })
})

describe('readRouteHeader', () => {
  it.each([
    ['portal', 'portal'],
    [' Attachment ', 'attachment'],
    ['ANHANG', 'attachment'],
    ['direkt (as agreed)', 'direct'],
    ['', null],
    ['portal, direct', null],
    ['pigeon', null],
    ['portal'.repeat(100), null],
  ])('reads %j as %s', (value, route) => {
    expect(readRouteHeader(value)).toBe(route)
  })
})
