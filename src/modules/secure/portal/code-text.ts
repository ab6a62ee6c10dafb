interface CodeText {
  readonly code: string
  readonly language: 'de' | 'en'
  readonly senderName: string
  readonly reference: string
  /** Host of the page; the last line binds the code to it, so that a browser fills it in nowhere else. */
  readonly host: string
}

const maxNameChars = 40

/** The text message with a code; one or two SMS long. Control characters of a hostile sender name are dropped. */
export function codeText({ code, language, senderName, reference, host }: CodeText): string {
  const name = senderName.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').slice(0, maxNameChars)
  const words =
    language === 'de'
      ? `${code} ist Ihr Code für die Nachricht von ${name} (${reference}). Geben Sie ihn nie weiter.`
      : `${code} is your code for the message from ${name} (${reference}). Never pass it on.`
  return `${words}\n@${host} #${code}`
}
