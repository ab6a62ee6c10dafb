/** A week in a doctor's practice, for the mock of the web app: one message for each thing the page has to show. */
import { receiveMessage } from './web-mock-inbox.ts'
import { addMessage, mockAddress, type MockMail, type MockMessage, type MockWorld } from './web-mock-world.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export interface PracticeMessages {
  readonly parked: MockMessage
  readonly newLink: MockMessage
  readonly wrongNumber: MockMessage
  readonly locked: MockMessage
  readonly answered: MockMessage
  readonly many: MockMessage
  /** From a colleague, not read yet. */
  readonly received: MockMessage
  /** From a colleague, who revoked it. */
  readonly takenBack: MockMessage
}

/** Fills the world; times count back from its clock. */
export function seedPractice(world: MockWorld): PracticeMessages {
  const ago = (ms: number) => new Date(world.now().getTime() - ms)
  const add = (mail: MockMail) => addMessage(world, mail)
  add({
    subject: 'Ihr Rezept liegt bereit',
    sentAt: ago(2 * dayMs),
    copies: [{ address: 'k.oezdemir@familie.example', name: 'Kemal Özdemir', state: 'notified' }],
  })
  add({
    subject: 'Überweisung Kardiologie',
    sentAt: ago(3 * dayMs),
    copies: [{ address: 'm.schmidt-haberkamp@sehr-langer-provider.example', state: 'failed' }],
  })
  add({ subject: '', sentAt: ago(9 * dayMs), copies: [{ address: 'labor@partner.example', state: 'revoked' }] })
  add({
    subject: 'Impftermin im Frühjahr',
    sentAt: ago(70 * dayMs),
    copies: [{ address: 'j.weiss@posteo.example', state: 'expired' }],
  })
  return {
    parked: add({
      subject: 'Laborwerte vom 18. November',
      sentAt: ago(0.2 * hourMs),
      copies: [{ address: 'herta.lindner@web.example', state: 'parked' }],
    }),
    newLink: add({
      subject: 'Befund der Sonographie',
      sentAt: ago(5 * dayMs),
      copies: [
        {
          address: 'p.novak@gmx.example',
          name: 'Petra Nováková',
          state: 'notified',
          newLinkRequestedAt: ago(hourMs).toISOString(),
        },
      ],
    }),
    wrongNumber: add({
      subject: 'Terminverschiebung',
      sentAt: ago(30 * hourMs),
      copies: [
        { address: 'l.brandt@mail.example', state: 'notified', numberReportedWrongAt: ago(hourMs).toISOString() },
      ],
    }),
    locked: add({
      subject: 'Arztbrief Orthopädie',
      sentAt: ago(4 * dayMs),
      copies: [{ address: 'w.krueger@t-online.example', state: 'locked' }],
    }),
    answered: add(answeredMail(ago)),
    many: add(manyMail(ago)),
    received: receiveMessage(world, { subject: 'Vertretung im Dezember', sentAt: ago(3 * hourMs) }),
    takenBack: receiveMessage(world, { subject: 'Dienstplan', sentAt: ago(8 * dayMs), state: 'revoked' }),
  }
}

type Ago = (ms: number) => Date

const answeredMail = (ago: Ago): MockMail => ({
  subject: 'Ihre Frage zur Medikation',
  sentAt: ago(1.5 * dayMs),
  copies: [{ address: 'e.baumann@mail.example', state: 'opened', openedAt: ago(1.2 * dayMs).toISOString() }],
  answers: [
    { copy: 0, receivedAt: ago(1.1 * dayMs), read: true, mime: answerMail('Danke, ich melde mich morgen.', false) },
    { copy: 0, receivedAt: ago(0.5 * hourMs), mime: answerMail('Anbei das Foto der Verpackung.', true) },
  ],
})

const manyMail = (ago: Ago): MockMail => ({
  subject: 'Qualitätszirkel: Fallbesprechung und Protokoll der letzten Sitzung',
  sentAt: ago(6 * dayMs),
  copies: [
    { address: 'dr.sommer@praxis-sommer.example', state: 'opened' },
    { address: 'dr.yilmaz@praxis-yilmaz.example', state: 'opened' },
    { address: 'dr.kern@praxis-kern.example', state: 'notified' },
    { address: 'sekretariat@klinik.example', state: 'opened', check: 'access-code' },
  ],
})

const answerMail = (text: string, withFile: boolean): string =>
  [
    'From: Chefarzt Prof. Klinik <chef@klinik.example>',
    `To: ${mockAddress}`,
    'Subject: Re: Ihre Frage zur Medikation',
    'Date: Sat, 21 Nov 2026 09:00:00 +0100',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=edge',
    '',
    '--edge',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Guten Tag Frau Dr. Weber,',
    '',
    text,
    '',
    'Elke Baumann',
    ...(withFile
      ? [
          '--edge',
          'Content-Type: text/plain; name="verpackung.txt"',
          'Content-Disposition: attachment; filename="verpackung.txt"',
          '',
          'Ramipril 5 mg',
        ]
      : []),
    '--edge--',
    '',
  ].join('\r\n')
