import { shortName } from './safe-text.ts'
import { english } from './wording/english.ts'
import { german } from './wording/german.ts'

export interface PasswordTextOptions {
  readonly language: 'de' | 'en'
  readonly password: string
  readonly senderName: string
  readonly reference: string
}

/** One text message in the GSM alphabet (3GPP TS 23.038); the extension table, which counts twice, is not used. */
const maxCharacters = 160
const gsmName = /^[A-Za-z0-9 !"#%&'()*+,\-./:;<=>?@ÄÖÑÜäöñüàèéùìòÇØøÅåÆæßÉ]*$/

/** Latin letters that are no letter with an accent, so that Unicode does not take them apart. */
const alike: Readonly<Record<string, string>> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  œ: 'oe',
  Œ: 'OE',
  þ: 'th',
  ð: 'd',
}

function plainLetter(letter: string): string {
  return gsmName.test(letter) ? letter : (alike[letter] ?? letter.normalize('NFD').charAt(0))
}

/** A name in letters that every phone shows and that keep the text one message long; empty when it has none. */
function plainName(name: string): string {
  const short = shortName(name).replace(/[’‘]/g, "'").replace(/[–—]/g, '-').replace('…', '.')
  const plain = Array.from(short, plainLetter).join('')
  return gsmName.test(plain) ? plain : ''
}

/**
 * The text message that brings the password: the password alone on its line, so that it can be pressed and copied, from
 * whom, and the reference that the mail shows. One message of 160 characters for every name; a name in another script
 * is left out, because with it the text would cost two.
 */
export function passwordText({ language, password, senderName, reference }: PasswordTextOptions): string {
  const { passwordText: words } = (language === 'de' ? german : english).gateway
  const write = (from: string) => `${words.before(from)}\n${password}\n${words.after(shortName(reference))}`
  const name = plainName(senderName)
  const excess = write(name).length - maxCharacters
  return write(excess <= 0 ? name : name.slice(0, -excess).trimEnd())
}
