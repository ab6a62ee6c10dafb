/**
 * Expressions whose time may grow faster than their text, each with the bound that makes this harmless. The list may only
 * shrink; an entry that is no longer needed fails.
 */
export const slowRegexes: readonly { readonly path: string; readonly pattern: string; readonly reason: string }[] = [
  {
    path: 'src/modules/tenancy/identity/device-label.ts',
    pattern: '\\bVersion\\/[\\d.]+.*\\bSafari\\/',
    reason: 'the header is cut to 500 characters first',
  },
  {
    path: 'src/modules/secure/packaging/pack-worker.ts',
    pattern: '\\/src\\/([\\w/.-]+:\\d+)',
    reason: 'the ten lines of a stack, without the message of the error',
  },
  {
    path: 'src/lib/pdf/html/colour.ts',
    pattern: '^rgba?\\(\\s*(\\d{1,3})\\s*[, ]\\s*(\\d{1,3})\\s*[, ]\\s*(\\d{1,3})\\s*(?:[,/]\\s*([\\d.]+%?)\\s*)?\\)$',
    reason: 'longer than sixty characters is no colour',
  },
]

/** Places that make an expression at run time, with why its text cannot make it slow. */
export const madeRegexes: readonly { readonly path: string; readonly reason: string }[] = [
  {
    path: 'src/modules/transport/delivery/smtp/session.ts',
    reason: 'the name of an extension, from a list in the code; it looks at the beginnings of the lines of one reply',
  },
  {
    path: 'src/modules/secure/sealing/hidden-phones.ts',
    reason: 'the digits of a number that was checked, with counted repetitions between them',
  },
  {
    path: 'src/modules/transport/discovery/autodiscover-request.ts',
    reason: 'the name of an element, from the code; every repetition in it is counted',
  },
  {
    path: 'src/modules/transport/discovery/check-records.ts',
    reason: 'a version word from the code, at the beginning of a record',
  },
]
