import { organisationsSettings } from '../../../lib/settings/slices/organisations.ts'
import { portalSettings } from '../../../lib/settings/slices/portal.ts'

export { portalSettings }

/** What the portal follows: what is decided about it, and the zone of the days it shows. */
export const followedSettings = { ...portalSettings, timeZone: organisationsSettings.timeZone }
