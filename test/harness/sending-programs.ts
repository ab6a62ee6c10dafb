import { execFile } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import MailComposer from 'nodemailer/lib/mail-composer'
import { requireProgram } from './programs.ts'
import type { Practice, RunningServer } from './running-server.ts'

/** A mail as somebody writes it in a mail program; phones stand among the addresses. */
export interface WrittenMail {
  readonly to: readonly string[]
  readonly cc?: readonly string[]
  readonly bcc?: readonly string[]
  readonly subject: string
  readonly text: string
  /** Path of a file to attach. */
  readonly attachment?: string
  /** Further header fields. */
  readonly fields?: Readonly<Record<string, string>>
}

export interface SendingProgram {
  /** "mutt over STARTTLS" */
  readonly name: string
  /** What the program said, and whether it believes that the mail was sent. */
  send(mail: WrittenMail): Promise<{ readonly sent: boolean; readonly shown: string }>
}

interface Place {
  readonly server: Pick<RunningServer, 'running' | 'dataDir'>
  readonly doctor: Practice['doctor']
  /** For settings of the programs. */
  readonly folder: string
}

const tlsModes = ['STARTTLS', 'TLS'] as const
type TlsMode = (typeof tlsModes)[number]
const timeoutMs = 60_000

/** swaks, msmtp, mutt and mutt with msmtp, on both ports, set up as their manuals say. */
export function sendingPrograms(place: () => Place): readonly SendingProgram[] {
  return tlsModes.flatMap((tls) => [
    { name: `swaks over ${tls}`, send: (mail: WrittenMail) => sendWithSwaks(place(), tls, mail) },
    { name: `msmtp over ${tls}`, send: (mail: WrittenMail) => sendWithMsmtp(place(), tls, mail) },
    { name: `mutt over ${tls}`, send: (mail: WrittenMail) => sendWithMutt(place(), tls, mail) },
    { name: `mutt with msmtp over ${tls}`, send: (mail: WrittenMail) => sendWithMuttAndMsmtp(place(), tls, mail) },
  ])
}

const portOf = ({ server }: Place, tls: TlsMode): number => {
  const { submission, submissions } = server.running.addresses
  return (tls === 'TLS' ? submissions : submission) ?? 0
}
const certificateOf = ({ server }: Place): string => join(server.dataDir, 'tls', 'cert.pem')
const everybody = ({ to, cc = [], bcc = [] }: WrittenMail): string[] =>
  [...to, ...cc, ...bcc].map((address) => /<(.*)>/.exec(address)?.[1] ?? address)

/** The bytes that a program without an editor of its own is given. */
function compose({ doctor }: Place, { to, cc, bcc, subject, text, attachment, fields }: WrittenMail): Promise<Buffer> {
  const composer = new MailComposer({
    from: doctor.address,
    to: [...to],
    cc: [...(cc ?? [])],
    bcc: [...(bcc ?? [])],
    subject,
    text,
    attachments: attachment === undefined ? [] : [{ path: attachment }],
    headers: { ...fields },
  })
  const message = composer.compile()
  message.keepBcc = true
  return message.build()
}

async function sendWithSwaks(place: Place, tls: TlsMode, mail: WrittenMail) {
  const { doctor } = place
  const path = join(place.folder, 'swaks.eml')
  await writeFile(path, await compose(place, { ...mail, bcc: [] }))
  const server = ['--server', '127.0.0.1', '--port', String(portOf(place, tls)), '--ehlo', 'client.example']
  const user = ['--auth', 'PLAIN', '--auth-user', doctor.address, '--auth-password', doctor.appPassword]
  // With a space in front, because swaks takes a number that stands first for an option.
  const envelope = ['--from', doctor.address, '--to', everybody(mail).join(',').replace(/^\+/, ' +')]
  const mode = tls === 'TLS' ? '--tls-on-connect' : '--tls'
  return run('swaks', [...server, mode, ...user, ...envelope, '--data', `@${path}`])
}

async function sendWithMsmtp(place: Place, tls: TlsMode, mail: WrittenMail) {
  const settings = await msmtpSettings(place, tls)
  return run('msmtp', [`--file=${settings}`, '-t'], { input: await compose(place, mail) })
}

async function msmtpSettings(place: Place, tls: TlsMode): Promise<string> {
  const path = join(place.folder, `msmtp-${tls}`)
  const { address, appPassword } = place.doctor
  const settings = `
    defaults
    tls on
    tls_starttls ${tls === 'TLS' ? 'off' : 'on'}
    tls_trust_file ${certificateOf(place)}
    logfile -
    account default
    host 127.0.0.1
    port ${portOf(place, tls)}
    auth plain
    user ${address}
    password ${appPassword}
    from ${address}
  `
  await writeFile(path, settings)
  // msmtp reads no password from a file that others may read.
  await chmod(path, 0o600)
  return path
}

function sendWithMutt(place: Place, tls: TlsMode, mail: WrittenMail) {
  const { doctor } = place
  const user = doctor.address.replace('@', '%40')
  const url = `${tls === 'TLS' ? 'smtps' : 'smtp'}://${user}@127.0.0.1:${portOf(place, tls)}/`
  return composeInMutt(place, mail, [
    `set smtp_url="${url}"`,
    `set smtp_pass="${doctor.appPassword}"`,
    'set smtp_authenticators="plain"',
    'set ssl_force_tls=yes',
    `set certificate_file="${certificateOf(place)}"`,
  ])
}

async function sendWithMuttAndMsmtp(place: Place, tls: TlsMode, mail: WrittenMail) {
  const settings = await msmtpSettings(place, tls)
  return composeInMutt(place, mail, [`set sendmail="${requireProgram('msmtp')} --file=${settings}"`])
}

async function composeInMutt(place: Place, mail: WrittenMail, settings: readonly string[]) {
  const path = join(place.folder, 'muttrc')
  const own = Object.entries(mail.fields ?? {}).map(([name, value]) => `my_hdr ${name}: ${value}`)
  const common = [
    `set from="${place.doctor.address}"`,
    'set copy=no',
    'set send_charset="utf-8"',
    'set use_envelope_from',
  ]
  await writeFile(path, [...settings, ...common, ...own, ''].join('\n'))
  const copies = [...(mail.cc ?? []).flatMap((one) => ['-c', one]), ...(mail.bcc ?? []).flatMap((one) => ['-b', one])]
  const attached = mail.attachment === undefined ? [] : ['-a', mail.attachment]
  const words = ['-F', path, '-s', mail.subject, ...copies, ...attached, '--', ...mail.to]
  return run('mutt', words, { input: Buffer.from(mail.text), folder: place.folder })
}

function run(
  program: string,
  words: readonly string[],
  { input, folder }: { readonly input?: Buffer; readonly folder?: string } = {},
): Promise<{ readonly sent: boolean; readonly shown: string }> {
  const env = { ...process.env, LC_ALL: 'C.UTF-8', ...(folder === undefined ? {} : { HOME: folder }) }
  return new Promise((resolve) => {
    const child = execFile(requireProgram(program), words, { env, timeout: timeoutMs }, (error, stdout, stderr) =>
      resolve({ sent: error === null, shown: `${stdout}\n${stderr}` }),
    )
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
