import type { PartHeader } from '../header/part-header.ts'
import { delimiterKind, delimiterOf } from './boundary-lines.ts'
import type { MessagePart } from './message-part.ts'

const guessWithinBytes = 4_096

/** A multipart body while its parts come in (RFC 2046 section 5.1). */
export class Container {
  readonly header: PartHeader
  readonly #start: number
  readonly #declared: Uint8Array | null
  #guessed: Uint8Array | null = null
  #candidate: Uint8Array | null = null
  #children: MessagePart[] = []
  #hasParts = false

  constructor(header: PartHeader, start: number) {
    this.header = header
    this.#start = start
    const boundary = (header.parameters.get('boundary') ?? '').trimEnd().slice(0, 1_000)
    this.#declared = boundary === '' ? null : delimiterOf(boundary)
  }

  /** Whether a delimiter has come: before it everything is a preamble, or a text that claims to be a container. */
  get hasParts(): boolean {
    return this.#hasParts
  }

  get children(): readonly MessagePart[] {
    return this.#children
  }

  get childType(): string {
    return this.header.mediaType === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
  }

  add(part: MessagePart): void {
    this.#children.push(part)
  }

  /** What a line, its trailing space gone, is to this container. Closing one without parts is nothing. */
  kindOf(line: Uint8Array): 'none' | 'next' | 'last' {
    const declared = this.#declared === null ? 'none' : delimiterKind(line, this.#declared)
    const kind = declared === 'none' && this.#guessed !== null ? delimiterKind(line, this.#guessed) : declared
    return kind === 'last' && !this.#hasParts ? 'none' : kind
  }

  /** A delimiter came. Where the declared boundary appears after all, what was read by a guessed one was preamble. */
  beginPart(line: Uint8Array): void {
    if (this.#guessed !== null && delimiterKind(line, this.#guessed) === 'none') {
      this.#guessed = null
      this.#children = []
    }
    this.#hasParts = true
  }

  /** Remembers a line that may be the delimiter of a boundary nobody declared; the next line decides. */
  suspect(line: Uint8Array | null, offset: number): void {
    this.#candidate = offset - this.#start < guessWithinBytes ? (line?.slice() ?? null) : null
  }

  /** The line after a suspected one begins a part: the guess was right. */
  get isSuspecting(): boolean {
    return this.#candidate !== null && !this.#hasParts
  }

  confirm(): void {
    this.#guessed = this.#candidate
    this.#hasParts = true
  }
}
