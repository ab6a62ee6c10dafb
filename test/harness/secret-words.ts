import { randomBytes } from 'node:crypto'
import { needlesOf, type Needle } from './canary.ts'

/** Secrets under their names; random, so that nothing but this run can have written them down. */
export class SecretWords {
  readonly #secrets = new Map<string, (string | Buffer)[]>()

  /** A new text: one word in ASCII, one with umlauts, which every encoding writes in another way. */
  make(name: string): string {
    const ascii = `Zwerchfell${randomBytes(6).toString('hex')}`
    const umlauts = `Größenwäscheöl${randomBytes(6).toString('hex')}`
    this.add(`${name} (ASCII)`, ascii)
    this.add(`${name} (umlauts)`, umlauts)
    return `${ascii} ${umlauts}`
  }

  add(name: string, ...secrets: readonly (string | Uint8Array | null)[]): void {
    const known = this.#secrets.get(name) ?? []
    const usable = secrets.filter((secret) => secret !== null)
    if (usable.length !== secrets.length) throw new Error(`the secret "${name}" is missing`)
    this.#secrets.set(name, [
      ...known,
      ...usable.map((secret) => (typeof secret === 'string' ? secret : Buffer.from(secret))),
    ])
  }

  get names(): readonly string[] {
    return [...this.#secrets.keys()]
  }

  needles(): Needle[] {
    return [...this.#secrets].flatMap(([name, all]) => all.flatMap((secret) => needlesOf(name, secret)))
  }
}
