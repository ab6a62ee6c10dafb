export type Language = 'de' | 'en'

interface Wording {
  readonly attachments: (count: number) => string
  readonly page: (number: number, count: number) => string
  readonly cut: string
  readonly links: string
  readonly image: (name: string) => string
  readonly imagesMissing: string
  readonly lettersMissing: string
  readonly empty: string
  readonly decimalPoint: string
}

/** The words that the PDF adds of its own. */
export const wordings: Record<Language, Wording> = {
  de: {
    attachments: (count) => (count === 1 ? 'Eine Anlage' : `${count} Anlagen`),
    page: (number, count) => `Seite ${number} von ${count}`,
    cut: 'Die Nachricht ist länger als diese Fassung: Der vollständige Text steht in der Datei message.eml.',
    links: 'Adressen der Links',
    image: (name) => (name === '' ? 'Bild' : `Bild: ${name}`),
    imagesMissing:
      'Nicht jedes Bild dieser Nachricht lässt sich hier zeigen. Was hier fehlt, liegt als Datei bei und steht in der Datei message.eml.',
    lettersMissing:
      'Teile dieses Textes lassen sich hier nicht darstellen, weil es dafür keine Schrift gibt. Lesen Sie dazu die Datei message.eml oder die Nachricht im Browser.',
    empty: 'Diese Nachricht enthält keinen Text.',
    decimalPoint: ',',
  },
  en: {
    attachments: (count) => (count === 1 ? 'One attachment' : `${count} attachments`),
    page: (number, count) => `Page ${number} of ${count}`,
    cut: 'The message is longer than this version: the complete text is in the file message.eml.',
    links: 'Addresses of the links',
    image: (name) => (name === '' ? 'Image' : `Image: ${name}`),
    imagesMissing:
      'Not every image of this message can be shown here. What is missing is among the files, and in the file message.eml.',
    lettersMissing:
      'Parts of this text cannot be shown here, because there is no font for them. Read the file message.eml for them, or the message in the browser.',
    empty: 'This message contains no text.',
    decimalPoint: '.',
  },
}

/** A size as people read it: "312 kB", "1.4 MB". */
export function sizeText(bytes: number, language: Language): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} kB`
  const megabytes = (bytes / 1_000_000).toFixed(1)
  return `${megabytes.replace('.', wordings[language].decimalPoint)} MB`
}
