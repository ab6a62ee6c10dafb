import { yesNo } from '../kinds/index.ts'
import { yesFor } from '../preset-names.ts'
import { setting } from '../setting.ts'

/** What recipients may do on the protected page. */
export const portalSettings = {
  trustedDevices: setting(yesNo, {
    default: true,
    presets: yesFor('tax-advisers', 'agencies', 'schools', 'private-persons'),
    section: 'recipients',
    texts: {
      de: {
        label: 'Empfänger dürfen ihrem Gerät vertrauen',
        hint: 'Dort brauchen sie 30 Tage lang keinen Code. Besser nicht, wo mehrere Menschen ein Gerät benutzen.',
      },
      en: {
        label: 'Recipients may trust their device',
        hint: 'On it they need no code for 30 days. Better not where several people use one device.',
      },
    },
  }),
}
