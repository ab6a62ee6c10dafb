import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeFileName } from './safe-file-name.ts'

describe('a file name from a mail', () => {
  test.each([
    ['Befund für Jürgen.pdf', 'Befund für Jürgen.pdf'],
    ['../../etc/passwd', 'etc_passwd'],
    ['C:\\Users\\a\\x.doc', 'C_Users_a_x.doc'],
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\r\nb\0.txt', 'ab.txt'],
    ['CON.txt', '_CON.txt'],
    ['.htaccess', 'htaccess'],
    ['name. . .', 'name'],
    ['  two   spaces .txt', 'two spaces .txt'],
    ['..', 'file'],
    ['', 'file'],
  ])('%j becomes %j', (name, expected) => {
    expect(safeFileName(name, 'file')).toBe(expected)
  })

  test('keeps its extension when it is shortened', () => {
    const short = safeFileName(`${'ü'.repeat(500)}.pdf`, 'file')
    expect([...short]).toHaveLength(120)
    expect(short.endsWith('.pdf')).toBe(true)
  })

  test('never holds a path, a control character or a change of direction', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(safeFileName(name, 'file')).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Bidi_Control}]+$/u)
      }),
    )
  })
})
