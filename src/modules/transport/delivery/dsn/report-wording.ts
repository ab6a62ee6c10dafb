import type { ReportAction } from './wants-report.ts'

interface Facts {
  readonly action: ReportAction
  readonly recipient: string
  readonly diagnostic: string
  readonly retryUntil: Date
}

const subjects = {
  failed: 'Not delivered / Nicht zugestellt',
  delayed: 'Not delivered yet / Noch nicht zugestellt',
  relayed: 'Handed over / Weitergegeben',
} as const

const english = {
  failed: 'Your message could not be delivered to this address. It will not be tried again.',
  delayed: 'Your message could not be delivered yet. You need not do anything: it is tried again until',
  relayed: 'Your message was handed to the mail server of this address, which sends no reports of its own.',
} as const

const german = {
  failed: 'Ihre Nachricht konnte nicht an diese Adresse zugestellt werden. Es gibt keinen weiteren Versuch.',
  delayed: 'Ihre Nachricht konnte noch nicht zugestellt werden. Sie müssen nichts tun, wir versuchen es weiter bis',
  relayed: 'Ihre Nachricht wurde dem Mailserver dieser Adresse übergeben, der selbst keine Berichte schickt.',
} as const

/** What a person reads first, in both languages, because the language of the sender's program is not known here. */
export function reportWording({ action, recipient, diagnostic, retryUntil }: Facts): { subject: string; text: string } {
  const until = action === 'delayed' ? ` ${retryUntil.toISOString().slice(0, 16).replace('T', ' ')} UTC.` : ''
  const reason = action === 'relayed' ? '' : `\r\n    ${diagnostic}\r\n`
  const text = [
    `${english[action]}${until}`,
    `\r\n    ${recipient}\r\n${reason}`,
    '----',
    `${german[action]}${until}`,
    `\r\n    ${recipient}\r\n${reason}`,
  ]
  return { subject: subjects[action], text: text.join('\r\n') }
}
