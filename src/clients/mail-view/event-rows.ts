import { showEvent, type CalendarEvent } from '../../lib/mime/index.ts'
import type { Shown } from '../../lib/time/index.ts'

/** What an invitation says, label by label; times in the zone in which everything is shown, beside the written ones. */
export const eventRows = (event: CalendarEvent, shown: Shown): readonly (readonly [string, string])[] =>
  showEvent(event, shown).map(({ label, value }) => [label, value])
