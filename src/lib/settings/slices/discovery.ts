import { mailServer } from '../kinds/index.ts'
import { setting } from '../setting.ts'

/** What mail programs are told when they set themselves up. */
export const discoverySettings = {
  /** Where the organisation's mailboxes live. */
  incomingMail: setting(mailServer, {
    default: null,
    section: 'incoming',
    texts: {
      de: {
        label: 'Posteingangsserver',
        hint: 'Wo die Postfächer liegen, damit Mailprogramme sich selbst einrichten.',
      },
      en: { label: 'Incoming mail server', hint: 'Where mailboxes are, so that mail programs set themselves up.' },
    },
  }),
}
