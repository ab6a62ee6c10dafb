const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
const firstStrongIsolate = '\u2068'
const popIsolate = '\u2069'

/**
 * A name that is written from right to left, so that it turns nothing around it: neither the address behind it nor the
 * size of a file (Unicode Standard Annex 9, section 2.4.2). Other names stay as they are.
 */
export const isolateDirection = (name: string): string =>
  rightToLeft.test(name) ? `${firstStrongIsolate}${name}${popIsolate}` : name
