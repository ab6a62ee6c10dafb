import { parsePolicy } from 'mailauth/lib/mta-sts.js'

export interface StsPolicyFile {
  readonly mode: 'enforce' | 'testing' | 'none'
  /** Host names in lower case, or `*.` and the rest of one. */
  readonly mx: readonly string[]
  readonly maxAgeSeconds: number
}

const modes = ['enforce', 'testing', 'none'] as const
const maxPatterns = 200

/** Reads a policy by the letter of RFC 8461 section 3.2; throws when it is not one. */
export function parsePolicyFile(text: string): StsPolicyFile {
  const parsed = parsePolicy(text, { strict: true })
  const mode = modes.find((word) => word === parsed.mode)
  const mx = (parsed.mx ?? []).map((pattern) => pattern.toLowerCase())
  if (mode === undefined || parsed.maxAge === undefined || mx.length > maxPatterns)
    throw new Error('not a usable MTA-STS policy')
  return { mode, mx, maxAgeSeconds: parsed.maxAge }
}

/** Whether the policy names the host (RFC 8461 section 4.1): a wildcard stands for exactly one label at the left. */
export function namesHost({ mx }: Pick<StsPolicyFile, 'mx'>, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  const withoutFirstLabel = name.slice(name.indexOf('.') + 1)
  return mx.some((pattern) =>
    pattern.startsWith('*.') ? name.includes('.') && pattern.slice(2) === withoutFirstLabel : pattern === name,
  )
}
