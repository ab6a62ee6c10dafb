import { profession, timeZone } from '../kinds/index.ts'
import { setting } from '../setting.ts'

/** What an organisation is, for everything it does. */
export const organisationsSettings = {
  /** A day that is promised, such as the last one of a message, is a day there. */
  timeZone: setting(timeZone, {
    default: 'Europe/Berlin',
    section: 'days',
    texts: {
      de: {
        label: 'Zeitzone',
        hint: 'Eine Nachricht ist dort bis zum Ende ihres letzten Tages lesbar. Tage und Uhrzeiten werden Empfängern und Absendern in dieser Zone gezeigt.',
      },
      en: {
        label: 'Time zone',
        hint: 'A message can be opened until the end of its last day there. Recipients and senders see days and times of this zone.',
      },
    },
  }),

  preset: setting(profession, {
    default: null,
    changedBy: 'preset',
    texts: {
      de: {
        label: 'Vorgabe für den Beruf',
        hint: 'Die zuletzt angewendete; einzelne Einstellungen können seither geändert sein.',
      },
      en: {
        label: 'Preset of a profession',
        hint: 'The one that was applied last; single settings may have changed since.',
      },
    },
  }),
}
