const maxNameBytes = 255

/**
 * What a client calls itself behind EHLO or HELO, fit for a log or a trace field: printable ASCII without spaces, at most as
 * long as a domain (RFC 5321 section 4.5.3.1.2). No name is refused: machines are called "PC (Buero)", and section 4.1.4
 * forbids to turn a client away for what it says there.
 */
export function clientName(command: Buffer): string {
  const line = command.toString('latin1', 0, maxCommandChars)
  const name = line
    .slice(verbLength)
    .trim()
    .replaceAll(/[^\x21-\x7e]+/g, '_')
  return name === '' ? 'unnamed' : name.slice(0, maxNameBytes)
}

const verbLength = 'EHLO'.length
/** Enough for a name of which most is left out. */
const maxCommandChars = 1024

/** The command as the library wants it, with exactly one word behind the verb. */
export const withClientName = (command: Buffer): Buffer =>
  Buffer.from(`${command.toString('latin1', 0, verbLength)} ${clientName(command)}`, 'latin1')
