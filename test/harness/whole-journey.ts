import { createTransport } from 'nodemailer'
import * as identityApi from '../../src/contract/identity.ts'
import * as messagesApi from '../../src/contract/messages.ts'
import { ApiError } from '../../src/contract/client.ts'
import {
  deriveLogin,
  changePassword,
  makeAccount,
  makeAppPassword,
  makeRecoveryCodes,
  newPassword,
  parseAppPassword,
  parseRecoveryCode,
  unlockWithRecoveryCode,
} from '../../src/lib/account-keys/index.ts'
import { decodeBase64Url, encodeBase64Url } from '../../src/lib/bytes/index.ts'
import type { ContentId } from '../../src/lib/id/identifiers.ts'
import { parseConversationSeed, stretchAccessCode } from '../../src/lib/split-key/index.ts'
import type { Parts } from '../../src/main.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import { contentFileKeySync } from '../../src/platform/split-key/index.ts'
import type { HttpProvider } from '../conformance/sms-http-provider.ts'
import { codeIn, GuestClient, linkInMail } from './guest-client.ts'
import { newId } from './identifiers.ts'
import { MemberClient } from './member-client.ts'
import type { SecretWords } from './secret-words.ts'
import type { CaughtMail, SmtpSink } from './smtp-sink.ts'
import { runSmtpLoad } from './smtp-load.ts'
import { until } from './until.ts'

const actor = { kind: 'command', label: 'test' } as const
const bytesOf = (text: string) => decodeBase64Url(text) ?? new Uint8Array()

export interface Doctor {
  readonly address: string
  readonly password: string
  readonly appPassword: string
  readonly recoveryCode: string
}

/** An organisation and a doctor whose every secret is in `words`. */
export async function seedDoctor(parts: Parts, words: SecretWords): Promise<Doctor> {
  const { id: organisationId } = await parts.directory.createOrganisation({
    name: 'Praxis',
    domain: 'praxis.example',
    actor,
  })
  const address = 'doctor@praxis.example'
  const password = words.make('account password')
  const { identity, enrolment } = await makeAccount(password, argon2id)
  const app = await makeAppPassword(identity)
  const codes = await makeRecoveryCodes(identity)
  await parts.database.withOrganisation(organisationId, async (tx) => {
    const { account } = await parts.identity.enrolAccount(tx, {
      organisationId,
      address,
      displayName: 'Dr. Ada Beispiel',
      isAdmin: true,
      language: 'de',
      actor,
      keys: enrolment,
      recoveryCodes: codes.map(({ registration }) => registration),
    })
    const name = 'mail program'
    await parts.identity.addAppPassword(tx, { organisationId, accountId: account.id, name, ...app.registration, actor })
  })
  words.add('account identity', identity)
  words.add('app password', app.text, parseAppPassword(app.text), bytesOf(app.registration.authKey))
  for (const { text, registration } of codes) words.add('recovery code', text, bytesOf(registration.authKey))
  return { address, password, appPassword: app.text, recoveryCode: codes[0]?.text ?? '' }
}

export interface JourneyWorld {
  readonly settings: Readonly<Record<string, string>>
  readonly sink: SmtpSink
  readonly sms: HttpProvider
  readonly words: SecretWords
  readonly doctor: Doctor
}

export const people = {
  sms: 'sms.patient@mail.example',
  accessCode: 'code.patient@mail.example',
  parked: 'new.patient@mail.example',
} as const

/** A number in a country that is allowed, of which only its mask may be seen. */
const number = '+4915158273946'

export function signInToMail({ settings }: JourneyWorld, auth: { readonly user: string; readonly pass: string }) {
  return createTransport({
    host: '127.0.0.1',
    port: Number(settings['SEALPOST_SUBMISSION_PORT']),
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth,
  })
}

export async function expectApiError(call: Promise<unknown>, ...codes: readonly string[]): Promise<void> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ApiError) || !codes.includes(error.code))
    throw new Error(`expected ${codes.join(' or ')}, got ${error instanceof ApiError ? error.code : String(error)}`)
}

export function mailTo(sink: SmtpSink, address: string, nth = 0): Promise<CaughtMail> {
  return until(`mail ${nth} to ${address}`, () => sink.mails.filter((mail) => mail.to.includes(address))[nth])
}

/** The doctor signs in, once with a wrong password, and says how two recipients prove who they are. */
export async function prepareRecipients(
  world: JourneyWorld,
): Promise<{ readonly member: MemberClient; readonly accessCode: string }> {
  const { doctor, words, settings } = world
  const member = new MemberClient(settings['SEALPOST_PUBLIC_URL'] ?? '')
  await expectApiError(member.signIn(doctor.address, words.make('mistyped password')), 'identity.sign-in-refused')
  await member.signIn(doctor.address, doctor.password)
  words.add('phone number', number, number.slice(1), `0${number.slice(3)}`)
  await member.call(messagesApi.setRecipientCheck, { address: people.sms, check: { check: 'sms', number } })
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const accessCode = words.make('access code')
  const accessKey = await stretchAccessCode(argon2id, accessCode, salt)
  words.add('derived access code', accessKey)
  const check = { check: 'access-code', salt: encodeBase64Url(salt), accessKey: encodeBase64Url(accessKey) } as const
  await member.call(messagesApi.setRecipientCheck, { address: people.accessCode, check })
  for (const [name, secret] of Object.entries(member.secrets)) words.add(name, secret)
  return { member, accessCode }
}

/** One mail with everything secret in it, to three recipients; before it, two sign-ins that fail. */
export async function submitMail(world: JourneyWorld, to: readonly string[] = Object.values(people)): Promise<void> {
  const { words, doctor } = world
  const wrong = [
    { user: doctor.address, pass: words.make('mistyped app password') },
    { user: words.make('password typed as the user name'), pass: 'nothing' },
  ]
  for (const auth of wrong) {
    const refusal = await signInToMail(world, auth)
      .verify()
      .then(() => '', String)
    if (!refusal.includes('535')) throw new Error(`a wrong sign-in was answered with "${refusal}"`)
  }
  await signInToMail(world, { user: doctor.address, pass: doctor.appPassword }).sendMail({
    from: doctor.address,
    to: [...to],
    subject: words.make('subject'),
    text: words.make('body'),
    html: `<p>${words.make('HTML body')}</p>`,
    attachments: [{ filename: `${words.make('attachment name')}.pdf`, content: Buffer.from(words.make('attachment')) }],
  })
}

/** The same mail many times over twenty connections, each naming the number that its recipient has. */
export async function submitCrowd(world: JourneyWorld, { messages }: { readonly messages: number }): Promise<void> {
  const { words, doctor, settings } = world
  const message = `From: ${doctor.address}\r\nSubject: ${words.make('crowd subject')}\r\n\r\n${words.make('crowd body')}\r\n`
  await runSmtpLoad({
    port: Number(settings['SEALPOST_SUBMISSIONS_PORT']),
    user: doctor.address,
    password: doctor.appPassword,
    connections: 20,
    messages,
    message: Buffer.from(message),
    recipients: [people.sms, `${number}@sms.local`],
  })
}

/** Proves the link, asks for a code by SMS, mistypes it, opens, reads and answers. */
export async function readAndAnswer(world: JourneyWorld): Promise<void> {
  const { words, sink, sms, settings } = world
  const link = linkInMail((await mailTo(sink, people.sms)).raw)
  words.add('link secret', link.secret, bytesOf(link.secret))
  const guest = new GuestClient(settings['SEALPOST_PUBLIC_URL'] ?? '', link)
  await fetch(`${settings['SEALPOST_PUBLIC_URL']}/o/${link.token}`)
  const view = await guest.prove()
  if (view.state !== 'check') throw new Error('the link is closed')
  words.add('guest session', view.guestSession, bytesOf(view.guestSession))
  await guest.requestCode()
  const { text } = await until('SMS', () => sms.requests[0]?.body)
  words.add('text message', text)
  words.add('code with its words', text.slice(0, 24))
  const wrongCode = codeIn(text) === '123456' ? '654321' : '123456'
  await expectApiError(guest.openWithCode(wrongCode), 'portal.code-wrong')
  const opened = await guest.openWithCode(codeIn(text), true)
  const device = guest.cookie.split('=')[1] ?? null
  words.add('trusted device', device, bytesOf(device ?? ''))
  words.add('server share', bytesOf(opened.serverShare))
  const { conversation } = await guest.keys(opened)
  words.add('conversation seed', conversation, parseConversationSeed(conversation))
  words.add('content key', contentFileKeySync(parseConversationSeed(conversation) ?? bytesOf(''), opened.contentId))
  await guest.read(opened)
  const answer = `Subject: Re\r\n\r\n${words.make('answer')}`
  const sent = await guest.answer(opened, answer, crypto.randomUUID())
  if (sent.status !== 200) throw new Error(`the answer was refused with ${sent.status}`)
}

/** The other recipient mistypes the access code, then opens. */
export async function openWithAccessCode(world: JourneyWorld, accessCode: string): Promise<void> {
  const { words, sink, settings } = world
  const link = linkInMail((await mailTo(sink, people.accessCode)).raw)
  words.add('second link secret', link.secret, bytesOf(link.secret))
  const guest = new GuestClient(settings['SEALPOST_PUBLIC_URL'] ?? '', link)
  const view = await guest.prove()
  if (view.state !== 'check') throw new Error('the link is closed')
  await expectApiError(guest.openWithAccessCode(view, words.make('mistyped access code')), 'portal.code-wrong')
  const { opened, accessKey } = await guest.openWithAccessCode(view, accessCode)
  await guest.read(opened, accessKey)
}

/** Reads the answer, completes the parked recipient, revokes; then new passwords, once with a recovery code. */
export async function handleAndRevoke(world: JourneyWorld, member: MemberClient): Promise<void> {
  const { words, doctor, sink } = world
  await mailTo(sink, doctor.address)
  const [message] = await member.sent()
  if (message === undefined) throw new Error('nothing in Sent')
  const params = { id: message.id }
  const { answers } = await member.call(messagesApi.readConversation, undefined, { params })
  await member.readContent(answers[0]?.contentId ?? newId<ContentId>(), message)
  const parked = message.copies.find((copy) => copy.state === 'parked')
  if (parked === undefined) throw new Error('nobody waits for a check')
  await member.call(messagesApi.setRecipientCheck, { address: parked.address, check: { check: 'email' } })
  await member.complete(message, parked)
  await mailTo(sink, people.parked)
  await member.call(messagesApi.revokeMessage, { scope: 'recipients' }, { params })
  await changeAndRecover(world, member)
  for (const [name, secret] of Object.entries(member.secrets)) words.add(name, secret)
}

async function changeAndRecover({ words, doctor, settings }: JourneyWorld, member: MemberClient): Promise<void> {
  const { salt } = await member.call(identityApi.signInSalt, { address: doctor.address })
  const login = await deriveLogin(doctor.password, salt, argon2id)
  const old = { login, identity: member.accountIdentity }
  await member.call(identityApi.changePassword, await changePassword(old, words.make('new password'), argon2id))
  const code = await parseRecoveryCode(doctor.recoveryCode)
  const stranger = new MemberClient(settings['SEALPOST_PUBLIC_URL'] ?? '')
  const shown = { address: doctor.address, codeAuthKey: code?.codeAuthKey ?? '' }
  const { recoveryToken, wrappedIdentity } = await stranger.call(identityApi.startRecovery, shown)
  words.add('recovery token', recoveryToken, bytesOf(recoveryToken))
  const identity = await unlockWithRecoveryCode(code, wrappedIdentity)
  const made = await newPassword(words.make('recovered password'), identity, argon2id)
  words.add('auth key', bytesOf(made.authKey))
  await stranger.call(identityApi.finishRecovery, { recoveryToken, ...made })
}
