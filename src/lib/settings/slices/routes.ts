import { routes, type Route } from '../../policy/routes.ts'
import type { Options } from '../kinds/index.ts'

/** The ways a message can leave, as people choose among them. */
export const routeOptions: Options<Route> = {
  values: routes,
  texts: {
    de: {
      portal: {
        name: 'Als Link',
        text: 'Der Empfänger liest auf einer geschützten Seite nach einer Prüfung, zum Beispiel mit einem Code per SMS. Sie sehen, wann er geöffnet hat, und können zurückziehen.',
      },
      attachment: {
        name: 'Als verschlüsselte Dateien',
        text: 'Der Empfänger bekommt ein ZIP und ein PDF, öffnet sie mit einem Passwort und kann sie behalten. Was angekommen ist, lässt sich nicht zurückziehen.',
      },
      direct: {
        name: 'Direkt',
        text: 'Die Mail geht hinaus, wie sie ist, über eine Verbindung, deren Gegenstelle geprüft ist. Wo das nicht möglich ist, geht sie als Link.',
      },
    },
    en: {
      portal: {
        name: 'As a link',
        text: 'The recipient reads on a protected page after a check, such as a code by SMS. You see when it was opened and can revoke it.',
      },
      attachment: {
        name: 'As encrypted files',
        text: 'The recipient gets a ZIP and a PDF, opens them with a password and can keep them. What has arrived cannot be revoked.',
      },
      direct: {
        name: 'Directly',
        text: 'The mail leaves as it is, over a connection whose other end was verified. Where that is not possible, it goes as a link.',
      },
    },
  },
}
