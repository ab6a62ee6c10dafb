/** DIN 5009 (2022), the names of cities, as German speakers spell on the telephone. */
const german: Readonly<Record<string, string>> = {
  a: 'Aachen',
  b: 'Berlin',
  c: 'Chemnitz',
  d: 'Düsseldorf',
  e: 'Essen',
  f: 'Frankfurt',
  g: 'Goslar',
  h: 'Hamburg',
  i: 'Ingelheim',
  j: 'Jena',
  k: 'Köln',
  m: 'München',
  n: 'Nürnberg',
  p: 'Potsdam',
  q: 'Quickborn',
  r: 'Rostock',
  s: 'Salzwedel',
  t: 'Tübingen',
  u: 'Unna',
  v: 'Völklingen',
  w: 'Wuppertal',
  x: 'Xanten',
  y: 'Ypsilon',
  z: 'Zwickau',
  2: 'zwo',
  3: 'drei',
  4: 'vier',
  5: 'fünf',
  6: 'sechs',
  7: 'sieben',
  8: 'acht',
  9: 'neun',
}

/** The spelling alphabet of the International Civil Aviation Organization, which English speakers know. */
const english: Readonly<Record<string, string>> = {
  a: 'Alfa',
  b: 'Bravo',
  c: 'Charlie',
  d: 'Delta',
  e: 'Echo',
  f: 'Foxtrot',
  g: 'Golf',
  h: 'Hotel',
  i: 'India',
  j: 'Juliett',
  k: 'Kilo',
  m: 'Mike',
  n: 'November',
  p: 'Papa',
  q: 'Quebec',
  r: 'Romeo',
  s: 'Sierra',
  t: 'Tango',
  u: 'Uniform',
  v: 'Victor',
  w: 'Whiskey',
  x: 'X-ray',
  y: 'Yankee',
  z: 'Zulu',
  2: 'two',
  3: 'three',
  4: 'four',
  5: 'five',
  6: 'six',
  7: 'seven',
  8: 'eight',
  9: 'nine',
}

const alphabets = { de: german, en: english } as const

export interface SpelledCharacter {
  readonly character: string
  readonly word: string
}

/** A password as it is read aloud: its groups, each character with its word. */
export function spell(password: string, language: 'de' | 'en'): readonly (readonly SpelledCharacter[])[] {
  const words = alphabets[language]
  return password
    .split('-')
    .map((group) => Array.from(group, (character) => ({ character, word: words[character] ?? character })))
}
