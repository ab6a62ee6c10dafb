import type { PhoneRefusal } from '../../../lib/phone/index.ts'

/** Why a number cannot be used, and perhaps the form in which it could. */
export interface NumberProblem {
  readonly reason: PhoneRefusal
  readonly suggestion: string | null
}

/**
 * Judges a number as the server will, before it is sent. The numbering plans of the world are loaded only now. The
 * browser's country serves for a suggestion and is never assumed.
 */
export async function judgeNumber(
  typed: string,
): Promise<{ readonly problem: NumberProblem | null; readonly number: string }> {
  const { parsePhone } = await import('../../../lib/phone/index.ts')
  const homeCountry = homeCountryOf(navigator.languages)
  const judged = parsePhone(typed, homeCountry === null ? {} : { homeCountry })
  if (judged.ok) return { problem: null, number: judged.e164 }
  return { problem: { reason: judged.reason, suggestion: judged.suggestion ?? null }, number: typed }
}

/** The country of the first language tag that names one ("de-AT"); Germany for plain "de". */
export function homeCountryOf(languages: readonly string[]): string | null {
  const tag = languages.find((candidate) => /^[a-z]{2}-[A-Z]{2}$/.test(candidate))
  if (tag !== undefined) return tag.slice(3)
  return languages.includes('de') ? 'DE' : null
}
