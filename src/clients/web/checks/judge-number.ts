import type { PhoneRefusal } from '../../../lib/phone/index.ts'

/** How a typed number is understood, as E.164 and as people write it, or why it cannot be used. */
export type JudgedNumber =
  | { readonly problem: null; readonly number: string; readonly written: string }
  | { readonly problem: PhoneRefusal }

/** Judges a number as the server will, before it is sent. The numbering plans of the world are loaded only now. */
export async function judgeNumber(typed: string, homeCountry: string): Promise<JudgedNumber> {
  const { formatPhone, parseTypedPhone } = await import('../../../lib/phone/index.ts')
  const judged = parseTypedPhone(typed, { homeCountry })
  if (!judged.ok) return { problem: judged.reason }
  return { problem: null, number: judged.e164, written: formatPhone(judged.e164) }
}
