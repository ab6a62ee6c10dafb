import { z } from 'zod'
import { isTimeZone } from '../../time/index.ts'
import type { Kind } from './kind.ts'

export type TimeZone = Kind<'time-zone', string>

/** A name of the IANA time zone database, spelled as it is there. */
export const timeZone: TimeZone = {
  name: 'time-zone',
  schema: z.string().max(64).refine(isTimeZone),
  expected: 'a time zone such as Europe/Berlin',
  placeholder: 'zone',
  read: (text) => text.trim(),
  write: String,
  record: String,
}
