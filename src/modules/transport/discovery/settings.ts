/** What mail programs are told when they set themselves up. */
export { discoverySettings } from '../../../lib/settings/slices/discovery.ts'
