import type { MailDate } from '../../../../lib/time/index.ts'

const formatOf = (locale: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' })
/** Made once: making one takes as long as reading the rest of the mail. */
const formats = { de: formatOf('de-DE'), en: formatOf('en-GB') }

/** "Freitag, 20. November 2026 um 14:05 (UTC+1)": the time as the sender's clock showed it. */
export function showSentAt({ instant, offsetMinutes }: MailDate, language: 'de' | 'en'): string {
  return `${formats[language].format(new Date(instant.getTime() + offsetMinutes * 60_000))} (${zoneName(offsetMinutes)})`
}

function zoneName(offsetMinutes: number): string {
  if (offsetMinutes === 0) return 'UTC'
  const hours = Math.trunc(Math.abs(offsetMinutes) / 60)
  const minutes = Math.abs(offsetMinutes) % 60
  return `UTC${offsetMinutes < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`}`
}
