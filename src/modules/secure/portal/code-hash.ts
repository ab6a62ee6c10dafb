import type { CopyId } from '../../../lib/id/identifiers.ts'
import type { PortalDeps } from './ports.ts'

/** What is stored of a code: a keyed hash bound to the copy. */
export function hashCode(deps: Pick<PortalDeps, 'transit'>, copyId: CopyId, code: string): Buffer {
  return deps.transit.keyedHash('portal-code', copyId, code)
}
