import fc from 'fast-check'
import { expect, test } from 'vitest'
import { passwordText } from './index.ts'

const password = 'abcd-efgh-jkmn-2345'
const write = (senderName: string, language: 'de' | 'en' = 'de') =>
  passwordText({ language, password, senderName, reference: 'KX4-92M' })

test('the text says from whom, has the password alone on its line, and the reference of the mail', () => {
  expect(write('Dr. Ada Beispiel')).toBe(
    `Passwort für die Nachricht von Dr. Ada Beispiel:\n${password}\nKennung KX4-92M. Bitte nicht weitergeben.`,
  )
  expect(write('Dr. Ada Beispiel', 'en')).toBe(
    `Password for the message from Dr. Ada Beispiel:\n${password}\nReference KX4-92M. Do not pass it on.`,
  )
})

test.each([
  ['Jürgen Groß', 'Jürgen Groß'],
  ['Łukasz Dvořák', 'Lukasz Dvorak'],
  ['Zoë O’Neill', "Zoe O'Neill"],
])('%s is written with letters of the GSM alphabet', (name, written) => {
  expect(write(name)).toContain(written)
})

test('a name in another script is left out, because the text would become two messages', () => {
  expect(write('Ирина Петрова')).toBe(
    `Passwort für Ihre verschlüsselte Nachricht:\n${password}\nKennung KX4-92M. Bitte nicht weitergeben.`,
  )
})

test('whatever the name, it is one message of the GSM alphabet with one line for the password', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom('de', 'en'), (name, language) => {
      const text = write(name, language)
      expect(text).toMatch(/^[A-Za-z0-9 !"#%&'()*+,\-./:;<=>?@ÄÖÑÜäöñüàèéùìòÇØøÅåÆæßÉ\n]{1,160}$/)
      expect(text.split('\n')[1]).toBe(password)
      expect(text.split('\n')).toHaveLength(3)
    }),
  )
  expect(write('x'.repeat(10_000)).length).toBeLessThanOrEqual(160)
})
