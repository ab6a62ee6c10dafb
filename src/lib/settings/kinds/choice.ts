import { z } from 'zod'
import type { InBoth, Kind } from './kind.ts'

/** What can be chosen: a name, and a sentence that helps to decide. */
export interface OptionTexts {
  readonly name: string
  readonly text: string
}

export interface Options<Value extends string> {
  readonly values: readonly Value[]
  readonly texts: InBoth<Readonly<Record<Value, OptionTexts>>>
}

/** One of several. */
export interface Choice<Value extends string = string> extends Kind<'choice', Value> {
  readonly options: Options<Value>
}

/** Any of several, each once. */
export interface Choices<Value extends string = string> extends Kind<'choices', readonly Value[]> {
  readonly options: Options<Value>
}

const lastOr = (words: readonly string[]) => [words.slice(0, -1).join(', '), words.at(-1)].join(' or ')

export const choice = <Value extends string>(options: Options<Value>): Choice<Value> => ({
  name: 'choice',
  options,
  schema: z.enum(options.values),
  expected: lastOr(options.values),
  placeholder: options.values.join('|'),
  read: (text) => text.trim(),
  write: String,
  record: String,
})

export const choices = <Value extends string>(options: Options<Value>): Choices<Value> => ({
  name: 'choices',
  options,
  schema: z
    .array(z.enum(options.values))
    .max(options.values.length)
    .refine((chosen) => new Set(chosen).size === chosen.length),
  expected: `any of ${options.values.join(', ')}, separated by commas; empty for none`,
  placeholder: 'names',
  read: readList,
  write: writeList,
  record: String,
})

/** Words between commas; nothing and "none" are the empty list. */
export const readList = (text: string): readonly string[] =>
  ['', 'none'].includes(text.trim()) ? [] : text.split(',').map((part) => part.trim())

export const writeList = (list: readonly string[]): string => (list.length === 0 ? 'none' : list.join(','))
