import type { Holding } from './body-draft.ts'
import type { MessagePart, MessageStructure } from './message-part.ts'
import { StructureScanner } from './structure-scanner.ts'

const nothing: Holding = { maxBytes: 0, isBeginningKept: false }

/** Takes a message that is at hand apart without copying it: the body of every part is a view on `bytes`. */
export function readStructure(bytes: Uint8Array): MessageStructure {
  // Not a subclass of it, whose methods may be slower.
  const message = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const scanner = new StructureScanner({ holdingOf: () => nothing })
  scanner.feed(message)
  const structure = scanner.end()
  return { ...structure, root: withBodies(structure.root, message) }
}

const withBodies = (part: MessagePart, message: Uint8Array): MessagePart => ({
  ...part,
  body: message.subarray(part.start, part.end),
  isWhole: true,
  children: part.children.map((child) => withBodies(child, message)),
})
