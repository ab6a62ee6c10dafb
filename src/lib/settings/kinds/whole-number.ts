import { z } from 'zod'
import type { InBoth, Kind } from './kind.ts'

/** What a number counts. */
export interface Unit {
  /** In the plural, at the command line. */
  readonly word: string
  /** How many of what is stored make one of what people type in a form. */
  readonly scale: number
  /** A number of the form in words. */
  readonly count: InBoth<(shown: number) => string>
}

export interface WholeNumber extends Kind<'number', number> {
  readonly min: number
  readonly max: number
  readonly unit: Unit
}

const MiB = 1024 * 1024

export const days: Unit = {
  word: 'days',
  scale: 1,
  count: {
    de: (shown) => (shown === 1 ? '1 Tag' : `${shown} Tage`),
    en: (shown) => (shown === 1 ? '1 day' : `${shown} days`),
  },
}

/** Typed in MB, kept in bytes. */
export const megabytes: Unit = {
  word: 'bytes',
  scale: MiB,
  count: { de: (shown) => `${shown} MB`, en: (shown) => `${shown} MB` },
}

/** Something that is counted one by one and whose label says what it is. */
export const counted = (word: string): Unit => ({ word, scale: 1, count: { de: String, en: String } })

interface Bounds {
  readonly min: number
  readonly max: number
  readonly unit: Unit
}

/** Both bounds are allowed values. */
export const wholeNumber = ({ min, max, unit }: Bounds): WholeNumber => ({
  name: 'number',
  min,
  max,
  unit,
  schema: z.number().int().min(min).max(max),
  expected: unit.scale === 1 ? `${unit.word}, ${min} to ${max}` : `${unit.word}, or ${min / MiB}MiB to ${max / MiB}MiB`,
  placeholder: unit.word.replaceAll(' ', '-'),
  read: (text) => readNumber(text.trim(), unit),
  write: String,
  record: String,
})

function readNumber(word: string, unit: Unit): number | undefined {
  if (/^\d{1,12}$/.test(word)) return Number(word)
  const [, mebibytes] = (unit.scale === MiB ? /^(\d{1,6})\s*(?:MiB|MB|M)$/i.exec(word) : null) ?? []
  return mebibytes === undefined ? undefined : Number(mebibytes) * MiB
}
