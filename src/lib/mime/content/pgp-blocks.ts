import { mimeLimits } from '../mime-limits.ts'

const beginning = '-----BEGIN PGP MESSAGE-----'
const ending = '-----END PGP MESSAGE-----'

export interface PgpText {
  /** The text with `replacement` where encrypted blocks were. */
  readonly text: string
  /** The blocks, as they came. */
  readonly blocks: readonly string[]
}

/** Takes encrypted blocks (RFC 9580 section 6.2) out of a text that has them in its middle. Signed texts stay as they are. */
export function takePgpBlocks(text: string, replacement: string): PgpText {
  const blocks: string[] = []
  const kept: string[] = []
  let at = 0
  for (
    let begin = nextBlock(text, 0);
    begin !== -1 && blocks.length < mimeLimits.maxPgpBlocks;
    begin = nextBlock(text, at)
  ) {
    const end = text.indexOf(ending, begin)
    const next = end === -1 ? text.length : end + ending.length
    blocks.push(text.slice(begin, next))
    kept.push(text.slice(at, begin), replacement)
    at = next
  }
  return { text: [...kept, text.slice(at)].join(''), blocks }
}

/** At the start of a line: quoted ones are somebody else's. */
function nextBlock(text: string, from: number): number {
  for (let found = text.indexOf(beginning, from); found !== -1; found = text.indexOf(beginning, found + 1))
    if (found === 0 || text[found - 1] === '\n') return found
  return -1
}
