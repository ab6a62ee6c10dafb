import { counted, wholeNumber } from '../kinds/index.ts'
import { setting } from '../setting.ts'

/** What text messages may cost. */
export const smsSettings = {
  smsDailyBudget: setting(wholeNumber({ min: 0, max: 1_000_000, unit: counted('text messages a day') }), {
    default: 500,
    presets: { doctors: 200, lawyers: 200, 'tax-advisers': 300, agencies: 200, schools: 1000, 'private-persons': 10 },
    section: 'recipients',
    texts: {
      de: {
        label: 'SMS am Tag, höchstens',
        hint: 'Schützt vor hohen Kosten. Codes und Passwörter zählen zusammen.',
      },
      en: {
        label: 'Text messages a day, at most',
        hint: 'Guards against high costs. Codes and passwords count together.',
      },
    },
  }),
}
