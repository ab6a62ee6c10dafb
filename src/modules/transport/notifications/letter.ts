/** What a notification says, before it becomes HTML and plain text. All texts are clean of control characters. */
export interface Letter {
  readonly subject: string
  /** Shown by mail programs beside the subject. */
  readonly preview: string
  readonly heading: string
  readonly lead: string
  readonly facts: readonly Fact[]
  /** A code or password to type in, shown large. */
  readonly code: string | null
  readonly action: Action | null
  readonly notes: readonly Note[]
  /** Why this mail came and for whom. */
  readonly closing: string
}

export interface Fact {
  readonly label: string
  readonly value: string
  /** Compared character by character with another place. */
  readonly isReference?: boolean
}

export interface Action {
  readonly label: string
  readonly url: string
  /** Stands above the written-out address. */
  readonly otherwise: string
}

export interface Note {
  readonly title: string
  /** May have several lines, or be empty when the rows say everything. */
  readonly text: string
  /** A small table: files of the mail, devices and what to do on each. */
  readonly rows?: readonly NoteRow[]
}

export interface NoteRow {
  readonly label: string
  readonly lines: readonly string[]
}
