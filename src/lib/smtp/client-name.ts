/** RFC 5321 section 4.5.3.1.2. */
const maxNameBytes = 255
/** Enough for a name of which most is left out. */
const maxGivenChars = 1024

/**
 * What a client calls itself behind EHLO or HELO, fit for a log or a trace field: printable ASCII without spaces, at most as
 * long as a domain. No name is refused: machines are called "PC (Buero)", and section 4.1.4 forbids to turn a client away
 * for what it says there.
 */
export function clientName(given: string): string {
  const name = given
    .slice(0, maxGivenChars)
    .trim()
    .replaceAll(/[^\x21-\x7e]+/g, '_')
  return name === '' ? 'unnamed' : name.slice(0, maxNameBytes)
}
