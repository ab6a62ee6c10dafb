import { generate } from 'selfsigned'

export interface TestPair {
  /** The certificate, and after it those that a server shows along with it. */
  readonly cert: string
  readonly key: string
}

export interface IssueOptions {
  /** Days from now until it ends; negative is expired. */
  readonly days?: number
  /** May itself issue certificates. */
  readonly isAuthority?: boolean
}

export interface TestAuthority extends TestPair {
  issue(names: readonly string[], options?: IssueOptions): Promise<TestPair>
  /** An authority below this one. */
  below(name: string, options?: IssueOptions): Promise<TestAuthority>
}

const dayMs = 86_400_000

async function makePair(
  names: readonly string[],
  { days = 30, isAuthority = false }: IssueOptions,
  ca: TestPair | null,
): Promise<TestPair> {
  const nowMs = Date.now()
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'nobody' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - 90 * dayMs),
    notAfterDate: new Date(nowMs + days * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      isAuthority
        ? { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }
        : { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
    ],
    ...(ca === null ? {} : { ca: { cert: ca.cert, key: ca.key } }),
  })
  return { cert: made.cert, key: made.private }
}

/** A certificate that nobody but its owner vouches for. */
export const makeSelfSigned = (names: readonly string[], options: IssueOptions = {}) => makePair(names, options, null)

function authorityOf(own: TestPair, parents: readonly string[]): TestAuthority {
  const shown = (cert: string) =>
    [cert, ...(parents.length === 0 ? [] : [own.cert, ...parents.slice(0, -1)])].join('\n')
  return {
    ...own,
    async issue(names, options = {}) {
      const pair = await makePair(names, options, own)
      return { key: pair.key, cert: shown(pair.cert) }
    },
    async below(name, options = {}) {
      const pair = await makePair([name], { ...options, isAuthority: options.isAuthority ?? true }, own)
      return authorityOf(pair, [own.cert, ...parents])
    },
  }
}

/** A root authority of a test; servers do not show it, as real ones do not. */
export async function makeAuthority(name = 'root.test'): Promise<TestAuthority> {
  return authorityOf(await makePair([name], { isAuthority: true, days: 3000 }, null), [])
}
