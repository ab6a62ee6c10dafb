import { z } from 'zod'
import { readList, writeList } from './choice.ts'
import type { Kind } from './kind.ts'

/** ISO 3166-1, two letters. */
const code = z.string().regex(/^[A-Z]{2}$/)
const mostCountries = 260

export type Country = Kind<'country', string>
export const country: Country = {
  name: 'country',
  schema: code,
  expected: 'a country such as DE',
  placeholder: 'code',
  read: (text) => text.trim().toUpperCase(),
  write: String,
  record: String,
}

export type Countries = Kind<'countries', readonly string[]>
export const countries: Countries = {
  name: 'countries',
  schema: z.array(code).max(mostCountries),
  expected: 'countries such as DE,AT,CH',
  placeholder: 'codes',
  read: (text) => readList(text).map((word) => word.toUpperCase()),
  write: writeList,
  record: String,
}
