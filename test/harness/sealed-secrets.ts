import type { Parts } from '../../src/main.ts'

/** Something that the server sealed, and where. */
export interface SealedSecret {
  readonly context: string
  /** latin1 */
  readonly plain: string
}

type Sealing = Pick<Parts, 'transit' | 'shred'>

/** Calls `note` with everything that a server seals from now on, under whatever key. */
export function onSeal({ transit, shred }: Sealing, note: (plain: Uint8Array, context: string) => void): void {
  const seal = transit.seal.bind(transit)
  transit.seal = (plain, context) => {
    note(plain, context)
    return seal(plain, context)
  }
  const take = shred.take.bind(shred)
  shred.take = (tx) => {
    const sealer = take(tx)
    return {
      seal(plain, context) {
        note(plain, context)
        return sealer.seal(plain, context)
      },
    }
  }
}

/** Everything that a server seals from now on: what a thief must not find again is known exactly. */
export function recordSecrets(parts: Sealing): readonly SealedSecret[] {
  const secrets: SealedSecret[] = []
  onSeal(parts, (plain, context) => void secrets.push({ context, plain: Buffer.from(plain).toString('latin1') }))
  return secrets
}
