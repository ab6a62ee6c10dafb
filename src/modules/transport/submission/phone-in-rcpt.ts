import { isPhoneAddress } from '../../../lib/policy/index.ts'

const number = /^([^<>@]{1,128})@([^<>@\s]{1,64})$/

/** Blanks, no-break spaces and what a quoted local part brings along; not controls, which nobody types. */
const dropped = /[ \t\u{a0}\u{202f}"\\]/gu

/**
 * A number typed with spaces, `"+49 151 23456789"@sms.local`, quoted or not, without them: no grammar of addresses knows
 * it unquoted. Any other path is given back as it came.
 */
export function joinPhone(path: string): string {
  const [, digits = '', domain = ''] = number.exec(path) ?? []
  return isPhoneAddress(`x@${domain}`) ? `${digits.replaceAll(dropped, '')}@${domain}` : path
}
