import { countries, country } from '../kinds/index.ts'
import { setting } from '../setting.ts'

/** Which numbers recipients can have. */
export const recipientsSettings = {
  smsCountries: setting(countries, {
    default: ['DE', 'AT', 'CH', 'NL', 'BE', 'LU', 'FR'],
    texts: {
      de: {
        label: 'Länder, in die SMS gehen',
        hint: 'Nummern anderer Länder werden nicht angenommen, und keine SMS geht dorthin.',
      },
      en: {
        label: 'Countries that text messages go to',
        hint: 'Numbers of other countries are not accepted, and no text message goes there.',
      },
    },
  }),

  homeCountry: setting(country, {
    default: 'DE',
    texts: {
      de: {
        label: 'Land der Nummern ohne Landesvorwahl',
        hint: 'Für Nummern, die jemand eintippt. Bei Nummern in Mails zeigt es nur, wie sie richtig geschrieben werden.',
      },
      en: {
        label: 'Country of numbers without one',
        hint: 'For numbers that people type. Of those that mails name it only suggests the right form.',
      },
    },
  }),
}
