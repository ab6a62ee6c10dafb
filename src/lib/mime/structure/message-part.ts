import type { PartHeader } from '../header/part-header.ts'

/** One part of a message, by where it lies in it. A container has children, a leaf a body, which is still encoded. */
export interface MessagePart extends PartHeader {
  /** Of a container without parts, which is shown as text: what it says it is; empty for all others. */
  readonly claimedType: string
  /** Offsets of the body in the message, the line end before a boundary left out. */
  readonly start: number
  readonly end: number
  /** The body, or its beginning, or nothing: as much as is at hand. */
  readonly body: Uint8Array
  /** Whether `body` is all of it. */
  readonly isWhole: boolean
  /** Of the decoded body, from its lines: exact unless the encoding is damaged or quoted-printable. */
  readonly sizeBytes: number
  readonly children: readonly MessagePart[]
}

/** What a message consists of. Plain data, which may be handed to another thread. */
export interface MessageStructure {
  readonly root: MessagePart
  /** The message's own header, without the empty line behind it. */
  readonly headerBlock: Uint8Array
  /** False once a limit was passed: something of the message is not in here. */
  readonly isComplete: boolean
}
