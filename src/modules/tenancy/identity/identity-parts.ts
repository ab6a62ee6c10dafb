import type { AttemptGate } from './attempt-gate.ts'
import type { IdentityDeps } from './identity-deps.ts'

/** What the parts of this module work with. */
export interface IdentityParts extends IdentityDeps {
  readonly gate: AttemptGate
  /** Counts attempts by way in and result. */
  readonly counted: (way: SignInWay, result: 'accepted' | 'refused') => void
}

export type SignInWay = 'password' | 'recovery-code' | 'app-password' | 'relay'
