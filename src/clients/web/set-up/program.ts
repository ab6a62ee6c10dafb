/** The mail programs that have steps of their own; the last one stands for all others. */
export const programs = [
  'thunderbird',
  'outlook-classic',
  'outlook-new',
  'outlook-mac',
  'apple-mac',
  'apple-phone',
  'gmail',
  'thunderbird-android',
  'other',
] as const
export type Program = (typeof programs)[number]

export const isProgram = (word: unknown): word is Program => programs.some((program) => program === word)

/** What the account's own values or a button add to a step. */
export type Shown = 'outgoing' | 'incoming' | 'address' | 'profile'

/** A short sentence, or one with the values that are typed there. */
export type Step = string | readonly [text: string, shows: Shown]

export interface ProgramTexts {
  readonly title: string
  /** Where it runs, to recognise it by. */
  readonly hint: string
  /** What must be known before somebody begins. */
  readonly warning: string | null
  /** The mailbox is in the program already; only sending changes. */
  readonly existing: readonly Step[]
  /** The mailbox is new there; null where that is not advised. Needs a known server for incoming mail. */
  readonly fresh: readonly Step[] | null
}

/** The program that somebody on this device most likely has. */
export function guessProgram(userAgent: string, touchPoints: number): Program {
  // An iPad says that it is a Mac; no Mac has a touch screen.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return 'apple-phone'
  if (/Android/.test(userAgent)) return 'thunderbird-android'
  if (/Macintosh/.test(userAgent)) return 'apple-mac'
  return /Windows/.test(userAgent) ? 'outlook-classic' : 'thunderbird'
}
