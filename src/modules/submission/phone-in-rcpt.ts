import { isPhoneAddress } from '../../lib/policy/index.ts'

const rcptWithSpaces = /^(\s*RCPT\s+TO\s*:\s*<)([^<>@\r\n]{1,128})@([^<>@\s]{1,64}>.*)$/is

/**
 * A number typed with spaces, `RCPT TO:<"+49 151 23456789"@sms.local>`, quoted or not: the library would end the address
 * at the first space and refuse it without a useful word. Any other command is given back as it came.
 */
export function joinPhone(command: Buffer): Buffer {
  const [, start = '', number = '', end = ''] = rcptWithSpaces.exec(command.toString()) ?? []
  const isPhone = isPhoneAddress(`x@${end.slice(0, end.indexOf('>'))}`)
  return isPhone && /[\s"\\]/.test(number) ? Buffer.from(`${start}${number.replace(/[\s"\\]+/g, '')}@${end}`) : command
}
