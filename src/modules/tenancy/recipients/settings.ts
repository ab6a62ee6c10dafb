/** Which numbers recipients can have. */
export { recipientsSettings } from '../../../lib/settings/slices/recipients.ts'
