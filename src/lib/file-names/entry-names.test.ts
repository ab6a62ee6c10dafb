import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entryNames } from './entry-names.ts'

const real = { neutral: false }

describe('entryNames', () => {
  test.each([
    ['../../x', 'x'],
    ['..\\..\\x.exe', 'x.exe'],
    ['/etc/passwd', 'passwd'],
    ['C:\\Users\\anna\\Befund.pdf', 'Befund.pdf'],
    ['C:Befund.pdf', 'Befund.pdf'],
    ['\\\\server\\share\\a.txt', 'a.txt'],
    ['folder/', 'folder'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\u0000b\u0007c\u200B.txt', 'abc.txt'],
    ['two\r\nlines.txt', 'two lines.txt'],
    ['letter.pdf                      .exe', 'letter.pdf .exe'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com¹.log', '_com¹.log'],
    ['Lpt9 .x', '_Lpt9 .x'],
    ['report.pdf. . .', 'report.pdf'],
    ['.htaccess', '_htaccess'],
    ['a:b*c?d"e<f>g|h.txt', 'b_c_d_e_f_g_h.txt'],
    ['Müller, Ärztin – Überweisung.pdf', 'Müller, Ärztin – Überweisung.pdf'],
    ['e\u0301.txt', '\u00E9.txt'],
    ['报告.pdf', '报告.pdf'],
    ['می\u200Cخواهم.txt', 'می\u200Cخواهم.txt'],
    ['\uD800.txt', '\uFFFD.txt'],
  ])('makes %j the safe and recognisable %j', (wanted, safe) => {
    expect(entryNames([wanted], real)).toEqual([safe])
  })

  test.each([null, '', ' ', '.', '..', '../..', '///', '\u202E', '\n'])('gives %j a name by its place', (wanted) => {
    expect(entryNames(['a', wanted], real)).toEqual(['a', 'attachment-2'])
  })

  test('tells equal names apart, also those that differ in case or in the way an accent is written', () => {
    expect(entryNames(['a.pdf', 'A.PDF', 'a.pdf', 'é', 'e\u0301', 'a (2).pdf'], real)).toEqual([
      'a.pdf',
      'A (2).PDF',
      'a (3).pdf',
      'é',
      'é (2)',
      'a (2) (2).pdf',
    ])
  })

  test('leaves the name of the original to the original', () => {
    expect(entryNames(['message.eml', 'MESSAGE.eml'], real)).toEqual(['message (2).eml', 'MESSAGE (3).eml'])
  })

  test('shortens a long name and keeps its ending and whole characters', () => {
    const [name = ''] = entryNames([`${'😀'.repeat(100)}.pdf`], real)
    expect(name).toBe(`${'😀'.repeat(34)}.pdf`)
    const [odd = ''] = entryNames([`a.${'b'.repeat(500)}`], real)
    expect(odd).toBe(`a.${'b'.repeat(138)}`)
  })

  test('tells nothing but the kind of file where names are to be neutral', () => {
    const names = entryNames(['HIV-Befund.PDF', '../x.tar.gz', 'secret', 'a.b c', 'x.ärzte', 'message.eml'], {
      neutral: true,
    })
    expect(names).toEqual([
      'attachment-1.pdf',
      'attachment-2.gz',
      'attachment-3',
      'attachment-4',
      'attachment-5',
      'attachment-6.eml',
    ])
  })

  test('tells 2,000 equal names apart', () => {
    const names = entryNames(
      Array.from({ length: 2000 }, () => 'scan.jpg'),
      real,
    )
    expect(new Set(names).size).toBe(2000)
    expect(names.at(-1)).toBe('scan (2000).jpg')
  })

  test('makes of any names as many that are safe and differ, whatever they are', () => {
    const piece = fc.constantFrom(
      'a',
      'A',
      '.',
      ' ',
      '/',
      '\\',
      ':',
      'con',
      'é',
      'e\u0301',
      '\u202E',
      '(2)',
      'message.eml',
      '~',
    )
    const anyName = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(piece, { maxLength: 6 }).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(fc.array(anyName, { maxLength: 30 }), fc.boolean(), (wanted, neutral) => {
        const names = entryNames(wanted, { neutral })
        expect(names).toHaveLength(wanted.length)
        const identities = names.map((name) => name.normalize('NFD').toLowerCase())
        expect(new Set([...identities, 'message.eml']).size).toBe(names.length + 1)
        for (const name of names) {
          expect(name.length).toBeGreaterThan(0)
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(160)
          expect(name.isWellFormed()).toBe(true)
          expect(name).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069/\\:*?"<>|]|^[. ]|[. ]$/u)
          expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)( *\.|$)/i)
        }
      }),
      { numRuns: 500 },
    )
  })
})
