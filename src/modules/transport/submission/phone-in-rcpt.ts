import { isPhoneAddress } from '../../../lib/policy/index.ts'

const rcptWithSpaces = /^(\s*RCPT\s+TO\s*:\s*<)([^<>@\r\n]{1,128})@([^<>@\s]{1,64}>.*)$/is

/** Blanks, no-break spaces and what a quoted local part brings along; not controls, which nobody types. */
const dropped = /[ \t\u{a0}\u{202f}"\\]/gu

/**
 * A number typed with spaces, `RCPT TO:<"+49 151 23456789"@sms.local>`, quoted or not: the library would end the address
 * at the first space and refuse it without a useful word. Any other command is given back as it came.
 */
export function joinPhone(command: Buffer): Buffer {
  const [, start = '', number = '', end = ''] = rcptWithSpaces.exec(command.toString()) ?? []
  const isPhone = isPhoneAddress(`x@${end.slice(0, end.indexOf('>'))}`)
  return isPhone && number.search(dropped) !== -1
    ? Buffer.from(`${start}${number.replaceAll(dropped, '')}@${end}`)
    : command
}
