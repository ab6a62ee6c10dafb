import * as z from 'zod/mini'
import { endpoint, instant, mailAddress, nothing, uuid } from './endpoint.ts'

/** What the page of `sealpost demo` asks for; only the demo serves these, and to its own machine only. */

const signIn = z.object({ name: z.string(), address: mailAddress, password: z.string(), appPassword: z.string() })
export type DemoSignIn = z.output<typeof signIn>

const patient = z.object({
  name: z.string(),
  address: mailAddress,
  check: z.enum(['sms', 'access-code', 'none']),
  /** The number, or the agreed access code. */
  detail: z.nullable(z.string()),
})
export type DemoPatient = z.output<typeof patient>

const caughtFile = z.object({ name: z.string(), mediaType: z.string(), sizeBytes: z.int() })
export type DemoFile = z.output<typeof caughtFile>

const caughtMail = z.object({
  id: uuid,
  caughtAt: instant,
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  /** What a reader would see attached, in order; pictures of the text are left out. */
  files: z.array(caughtFile),
})
export type DemoMail = z.output<typeof caughtMail>

const caughtText = z.object({ reference: z.string(), to: z.string(), text: z.string(), keptAt: instant })
export type DemoText = z.output<typeof caughtText>

export const demoPractice = endpoint({
  method: 'GET',
  path: '/api/demo/practice',
  access: 'public',
  summary: 'Who is in the demo, and how to reach the server',
  body: nothing,
  response: z.object({
    organisation: z.string(),
    accounts: z.array(signIn),
    patients: z.array(patient),
    /** The file that goes along with every mail of the form. */
    enclosure: z.string(),
    publicUrl: z.string(),
    submission: z.object({ host: z.string(), startTlsPort: z.int(), tlsPort: z.int() }),
  }),
})
export type DemoPractice = z.output<typeof demoPractice.response>

export const demoCaught = endpoint({
  method: 'GET',
  path: '/api/demo/caught',
  access: 'public',
  summary: 'Mails and text messages that would have left, newest first',
  body: nothing,
  response: z.object({ mails: z.array(caughtMail), texts: z.array(caughtText) }),
})
export type DemoCaught = z.output<typeof demoCaught.response>

/** How a mail of the form travels: a link to a protected page, or encrypted ZIP and PDF. */
const demoRoute = z.enum(['portal', 'attachment'])
export type DemoRoute = z.output<typeof demoRoute>

export const demoSend = endpoint({
  method: 'POST',
  path: '/api/demo/messages',
  access: 'public',
  summary: 'Submit a mail as the doctor, as a mail program would: SMTP, STARTTLS, sign-in',
  errors: ['demo.not-accepted'],
  body: z.object({
    to: mailAddress,
    route: demoRoute,
    subject: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
    text: z.string().check(z.trim(), z.minLength(1), z.maxLength(20_000)),
  }),
  response: z.object({
    /** What happened, in order: protocol words, not sentences. */
    steps: z.array(z.string()),
    reply: z.string(),
  }),
})

/** The page of one caught mail, for a sandboxed frame. */
export const demoMailPath = (id: string): string => `/demo/mails/${id}`

/** One file of a caught mail, counted from 0, to be saved. */
export const demoFilePath = (id: string, index: number): string => `${demoMailPath(id)}/files/${index}`
