/** What a person wants to know of an event (RFC 5545 section 3.6.1). */
export interface CalendarEvent {
  /** What the sender does with it (RFC 5546 section 1.4). */
  readonly purpose: 'event' | 'invitation' | 'reply' | 'proposal' | 'cancellation'
  readonly summary: string
  readonly start: CalendarTime | null
  /** As the calendar has it: the day after the last one for events that take whole days. */
  readonly end: CalendarTime | null
  readonly location: string
  readonly organiser: string
  readonly isRepeated: boolean
}

export interface CalendarTime {
  /** The fields of the clock that the calendar means, as if that were UTC. */
  readonly local: Date
  /** Null when nobody can know: whole days, times of no zone, and zones that are not explained. */
  readonly instant: Date | null
  readonly isWholeDay: boolean
  /** As it is written; empty when the calendar does not say. */
  readonly zone: string
}
