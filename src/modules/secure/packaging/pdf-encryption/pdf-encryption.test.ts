import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPdf } from './check-pdf.ts'
import { encryptedPdf, secretAddress, secretText, secretTitle, testPassword } from './pdf-fixtures.ts'
import { createR6Security } from './r6-security.ts'

const password = testPassword
const failed = 'packaging.pdf-check-failed'
const file = encryptedPdf()

describe('createR6Security', () => {
  test.each([true, false])('makes a document that passes the check (streams compressed: %s)', (isCompressed) => {
    expect(checkPdf(encryptedPdf({ isCompressed, pages: 3 }), { password })).toEqual({ pages: 3 })
  })

  test('leaves no text, title or description readable', async () => {
    const readable = encryptedPdf({ isCompressed: false }).toString('latin1')
    for (const secret of [secretTitle, secretText, secretAddress, 'geheim', 'vertraulich']) {
      expect(readable).not.toContain(secret)
      expect(readable).not.toContain(Buffer.from(secret, 'utf16le').swap16().toString('latin1'))
      expect(readable).not.toContain(Buffer.from(secret, 'latin1').toString('hex'))
      expect(readable).not.toContain(Buffer.from(secret, 'utf16le').swap16().toString('hex'))
    }
  })

  test('leaves no widths of letters, no structure, no place of a link and no count of pages readable', () => {
    const readable = file.toString('latin1')
    expect(readable).toContain('/ObjStm')
    for (const telling of [
      '/Widths',
      '/W [[',
      '/StructElem',
      '/Annot',
      '/Rect',
      '/Font',
      '/Page',
      '/Count',
      '/Catalog',
    ]) {
      expect(readable).not.toContain(telling)
    }
  })

  test('says nothing of the title in the identifier, and makes every document differ', async () => {
    const identifier = (pdf: Buffer) => /\/ID \[<([\da-f]{32})>/.exec(pdf.toString('latin1'))?.[1]
    const ids = await Promise.all([1, 2, 3].map(async () => identifier(encryptedPdf())))
    expect(new Set(ids).size).toBe(3)
    expect(ids).not.toContain(undefined)
  })

  test('refuses an empty password, for the user and the owner, and one that not every program types alike', () => {
    for (const wrong of ['', 'ä', 'tab\t', 'x'.repeat(128)]) {
      expect(() => createR6Security({ userPassword: wrong })).toThrow('packaging.pdf-password')
      expect(() => createR6Security({ userPassword: 'fine', ownerPassword: wrong })).toThrow('packaging.pdf-password')
    }
  })
})

describe('checkPdf', () => {
  test.each(['', 'abcd-efgh-ijkm-2346', 'abcd-efgh-ijkm-2345 ', 'abcd-efgh-ijkm-234'])(
    'fails with the wrong password %j',
    (wrong) => {
      expect(() => checkPdf(file, { password: wrong })).toThrow('the password does not open it')
    },
  )

  test('fails with the right password of another document', async () => {
    const other = encryptedPdf({ userPassword: 'something-else' })
    expect(() => checkPdf(other, { password })).toThrow(failed)
  })

  test('fails with the owner password', async () => {
    const owned = encryptedPdf({ ownerPassword: 'the-owner' })
    expect(checkPdf(owned, { password }).pages).toBe(2)
    expect(() => checkPdf(owned, { password: 'the-owner' })).toThrow(failed)
  })

  test('passes any password of printable ASCII', async () => {
    const ascii = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 127 })
    await fc.assert(
      fc.asyncProperty(ascii, async (userPassword) => {
        const pdf = encryptedPdf({ userPassword, pages: 1 })
        expect(checkPdf(pdf, { password: userPassword })).toEqual({ pages: 1 })
      }),
      { numRuns: 25 },
    )
  })

  test.each([{ R: 5 }, { V: 4, R: 4, Length: 128 }, { EncryptMetadata: false }, { StmF: 'Identity' }, { P: -8 }])(
    'fails on another encryption (%j)',
    (altered) => {
      expect(() => checkPdf(encryptedPdf({ altered }), { password })).toThrow(failed)
    },
  )

  test('fails on a document without encryption', () => {
    expect(() => checkPdf(encryptedPdf({ isEncrypted: false }), { password })).toThrow(failed)
  })

  test('fails wherever the file is cut', () => {
    for (let length = 0; length < file.length; length += length > file.length - 60 ? 1 : 211) {
      expect(() => checkPdf(file.subarray(0, length), { password })).toThrow(failed)
    }
  })

  test('fails when something stands before, behind or between the objects', () => {
    const text = file.toString('latin1')
    const altered = [
      `${text}x`,
      `x${text}`,
      text.replace('endobj\n', 'endobj\n\n'),
      text.replace('startxref', ' startxref'),
    ]
    for (const wrong of altered) expect(() => checkPdf(Buffer.from(wrong, 'latin1'), { password })).toThrow(failed)
  })

  test('never ends otherwise than with its own failure, whatever byte is altered', () => {
    for (let position = 0; position < file.length; position += 29) {
      const altered = Buffer.from(file)
      altered[position] = 0xff - (altered[position] ?? 0)
      try {
        checkPdf(altered, { password })
      } catch (error) {
        expect(String(error)).toContain(failed)
      }
    }
  })

  test('never ends otherwise than with its own failure on bytes that are no PDF at all', () => {
    const piece = fc.constantFrom(
      '<<',
      '>>',
      '[',
      ']',
      '(',
      ')',
      '/A',
      '<',
      '>',
      '1 0 obj\n',
      'endobj\n',
      'stream\n',
      'xref\n0 3\n',
    )
    const body = fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 30 }).map((all) => all.join(''))
    fc.assert(
      fc.property(body, (text) => {
        const whole = `%PDF-2.0\n%\xff\xff\xff\xff\n${text}\nstartxref\n15\n%%EOF\n`
        expect(() => checkPdf(Buffer.from(whole, 'latin1'), { password })).toThrow(failed)
      }),
    )
  })
})
