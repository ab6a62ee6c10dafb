import * as z from 'zod/mini'
import { readSixDigits } from '../lib/text/index.ts'
import { base64url, day, done, endpoint, instant, key32, language, mailAddress, nothing } from './endpoint.ts'
import { ids } from './identifiers.ts'
import { brandingView } from './branding.ts'
import { askAboutLink } from './ask-about-link.ts'
import { checkKind } from './check-kind.ts'

const linkToken = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/))
const guestSession = key32

const openLink = z.object({
  state: z.literal('check'),
  /** Bearer of every further call (`authorization: Bearer …`); ends after 30 idle minutes. */
  guestSession,
  check: checkKind,
  /** SMS only: the number with its middle hidden. */
  maskedNumber: z.nullable(z.string()),
  /** Access code only: salt for Argon2id in the browser. */
  accessSalt: z.nullable(base64url(16)),
  /** The access code is the password of the encrypted files that came, or should have come, by mail. */
  asksForPassword: z.boolean(),
  argon2: z.object({ memoryKiB: z.int(), passes: z.int(), parallelism: z.int() }),
  /** Stands in the notification mail as well, so that the two can be compared. */
  reference: z.string(),
  branding: brandingView,
  sender: z.object({ name: z.string(), address: mailAddress }),
  recipientAddress: mailAddress,
  sentAt: instant,
  /** The last day on which it can be opened; it ends at `expiresAt`. */
  expiresOn: day,
  expiresAt: instant,
  /** IANA name; moments are shown in it. */
  timeZone: z.string(),
  /** A code that was sent earlier and is still valid. */
  codePending: z.boolean(),
  /** This browser is trusted: `open` needs no code. */
  trusted: z.boolean(),
  /** The organisation allows "trust this device for 30 days". */
  mayTrustDevice: z.boolean(),
})
const closedLink = z.object({
  /**
   * `replaced`: the sender made a newer link, which is in a later mail. `lost`: the server was restored from a backup,
   * which holds no key shares; the sender can make a new link.
   */
  state: z.enum(['expired', 'revoked', 'locked', 'replaced', 'lost']),
  branding: brandingView,
  sender: z.object({ name: z.string(), address: mailAddress }),
  at: instant,
  expiresOn: day,
  timeZone: z.string(),
})
export const linkView = z.discriminatedUnion('state', [openLink, closedLink])
export type LinkView = z.output<typeof linkView>
export type OpenLinkView = z.output<typeof openLink>

/** Unknown token and wrong proof give the same answer: error `portal.link-unknown`. */
export const proveLink = endpoint({
  ...askAboutLink,
  access: 'public',
  summary: 'Prove possession of the link secret',
  errors: ['portal.link-unknown'],
  body: z.object({ token: linkToken, proof: key32, language }),
  response: linkView,
})
export const requestCode = endpoint({
  method: 'POST',
  path: '/api/portal/code',
  access: 'guest',
  summary: 'Send a code by SMS or e-mail, as the check says',
  errors: [
    'portal.closed',
    'portal.locked',
    'portal.no-code-needed',
    'portal.no-number',
    'portal.too-many-codes',
    'sms.number-not-usable',
    'sms.country-not-allowed',
    'sms.budget-used-up',
    'delivery.bad-address',
  ],
  body: z.object({ language }),
  response: z.object({ validMinutes: z.int(), nextAfterSeconds: z.int() }),
})

const portalAnswer = z.object({ id: ids.answer, sentAt: instant, sizeBytes: z.int(), contentId: ids.content })
const openedMessage = z.object({
  serverShare: key32,
  wrappedIdentity: base64url(8192),
  wrapContext: z.string(),
  contentId: ids.content,
  sizeBytes: z.int(),
  /**
   * Answers are encrypted to the copy's own identity and to this mailbox, which the page compares with the digest inside
   * the wrap. Null when the server's own check of the stored key failed: then no answer may be sent.
   */
  mailboxRecipient: z.nullable(z.string()),
  maxAnswerBytes: z.int(),
  answers: z.array(portalAnswer),
})
export type OpenedMessage = z.output<typeof openedMessage>
/** Every failure has one answer: error `portal.code-wrong`; too many: `portal.locked`. */
export const openMessage = endpoint({
  method: 'POST',
  path: '/api/portal/open',
  access: 'guest',
  summary: 'Pass the check and receive the server’s key share',
  errors: ['portal.code-wrong', 'portal.locked', 'portal.closed'],
  body: z.object({
    proof: z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('code'),
        /** Six digits of any script; what stands between them does not matter. */
        code: z.string().check(
          z.maxLength(64),
          z.refine((typed) => readSixDigits(typed) !== null),
        ),
      }),
      z.object({
        kind: z.literal('access-code'),
        accessProof: key32,
        /** Of the code as it was typed, for codes that 0.1.0 remembered in that form. */
        formerProof: z.optional(key32),
      }),
      z.object({ kind: z.literal('trusted-device') }),
      /** This guest session passed the check earlier and is still alive: a reloaded page. */
      z.object({ kind: z.literal('session') }),
    ]),
    trustDevice: z.boolean(),
  }),
  response: openedMessage,
})
export const readPortalContent = endpoint({
  method: 'GET',
  path: '/api/portal/contents/:id',
  params: { id: ids.content },
  access: 'guest',
  summary: 'Ciphertext (an age file)',
  errors: ['portal.closed', 'content.unknown', 'blobs.missing'],
  body: nothing,
  response: z.unknown(),
  stream: 'response',
})
/** Body: an age file. Header `idempotency-key` (a UUID): a repeated request is answered, not repeated. */
export const sendAnswer = endpoint({
  method: 'POST',
  path: '/api/portal/answers',
  access: 'guest',
  summary: 'Send an answer, encrypted in the browser',
  errors: [
    'portal.closed',
    'answer.too-large',
    'answer.not-encrypted',
    'answer.cut-off',
    'answer.key-not-authentic',
    'answer.too-many',
  ],
  body: z.unknown(),
  response: portalAnswer,
  stream: 'request',
})
export const reportWrongNumber = endpoint({
  method: 'POST',
  path: '/api/portal/wrong-number',
  access: 'guest',
  summary: 'Tell the sender that the number is not correct',
  errors: ['portal.closed', 'portal.no-number'],
  body: nothing,
  response: done,
})
/**
 * For a link that `link` recognised and that opens nothing any more: state `expired`, `replaced` or
 * `lost`. Demands the same proof,
 * so a page whose link lost its secret cannot ask: it says what is known and to call the sender.
 *
 * The answer is always the same and promises nothing: an unknown token, a wrong proof, a withdrawn message and a request
 * within a day of the last one get it too. What happens besides: with a right proof the sender gets one mail a day for a
 * copy, and confirms a new link, or is told that the expired message is asked for. So a page says that the sender was asked
 * only after `link` gave one of these states for the same secret, never after `portal.link-unknown`.
 */
export const requestNewLink = endpoint({
  method: 'POST',
  path: '/api/portal/new-link',
  access: 'public',
  summary: 'Ask the sender for a new link, holding the old one',
  body: z.object({ token: linkToken, proof: key32 }),
  response: done,
})
export const forgetDevice = endpoint({
  method: 'DELETE',
  path: '/api/portal/device',
  access: 'guest',
  summary: 'Stop trusting this browser',
  body: nothing,
  response: done,
})
