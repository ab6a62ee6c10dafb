export type Language = 'de' | 'en'

/** Where the reader of a PDF finds the whole message: as message.eml beside it, or on the page that saved it. */
export type Original = 'beside' | 'page'

interface Missing {
  readonly cut: string
  readonly imagesMissing: string
  readonly lettersMissing: string
}

interface Wording {
  readonly attachments: (count: number) => string
  readonly page: (number: number, count: number) => string
  readonly links: string
  readonly image: (name: string) => string
  /** What is said of the parts that are not shown, by where the whole message is. */
  readonly original: Readonly<Record<Original, Missing>>
  readonly empty: string
  readonly decimalPoint: string
}

/** The words that the PDF adds of its own. */
export const wordings: Record<Language, Wording> = {
  de: {
    attachments: (count) => (count === 1 ? 'Eine Anlage' : `${count} Anlagen`),
    page: (number, count) => `Seite ${number} von ${count}`,
    links: 'Adressen der Links',
    image: (name) => (name === '' ? 'Bild' : `Bild: ${name}`),
    original: {
      beside: {
        cut: 'Die Nachricht ist länger als diese Fassung: Der vollständige Text steht in der Datei message.eml.',
        imagesMissing:
          'Nicht jedes Bild dieser Nachricht lässt sich hier zeigen. Was hier fehlt, liegt als Datei bei und steht in der Datei message.eml.',
        lettersMissing:
          'Teile dieses Textes lassen sich hier nicht darstellen, weil es dafür keine Schrift gibt. Lesen Sie dazu die Datei message.eml oder die Nachricht im Browser.',
      },
      page: {
        cut: 'Die Nachricht ist länger als diese Fassung: Den vollständigen Text zeigt die Nachricht im Browser.',
        imagesMissing:
          'Nicht jedes Bild dieser Nachricht lässt sich hier zeigen. Was hier fehlt, finden Sie unter den Anhängen der Nachricht im Browser.',
        lettersMissing:
          'Teile dieses Textes lassen sich hier nicht darstellen, weil es dafür keine Schrift gibt. Lesen Sie dazu die Nachricht im Browser.',
      },
    },
    empty: 'Diese Nachricht enthält keinen Text.',
    decimalPoint: ',',
  },
  en: {
    attachments: (count) => (count === 1 ? 'One attachment' : `${count} attachments`),
    page: (number, count) => `Page ${number} of ${count}`,
    links: 'Addresses of the links',
    image: (name) => (name === '' ? 'Image' : `Image: ${name}`),
    original: {
      beside: {
        cut: 'The message is longer than this version: the complete text is in the file message.eml.',
        imagesMissing:
          'Not every image of this message can be shown here. What is missing is among the files, and in the file message.eml.',
        lettersMissing:
          'Parts of this text cannot be shown here, because there is no font for them. Read the file message.eml for them, or the message in the browser.',
      },
      page: {
        cut: 'The message is longer than this version: the message in the browser shows the complete text.',
        imagesMissing:
          'Not every image of this message can be shown here. What is missing is among the attachments of the message in the browser.',
        lettersMissing:
          'Parts of this text cannot be shown here, because there is no font for them. Read the message in the browser for them.',
      },
    },
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
