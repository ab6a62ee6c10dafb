import { createTransport } from 'nodemailer'
import { AppError } from '../contract/errors/app-error.ts'
import type { TlsPair } from '../platform/tls/tls-pair.ts'
import type { DemoRoute } from '../contract/demo.ts'
import { doctor, enclosure } from './demo-cast.ts'

export interface DoctorsMail {
  readonly to: string
  readonly route: DemoRoute
  readonly subject: string
  readonly text: string
}

export interface Submitter {
  readonly port: number
  readonly appPassword: string
  readonly tls: TlsPair
}

const timeoutMs = 20_000

/** The way is chosen as in any mail program: by what stands behind the address. */
const addressFor = ({ to, route }: DoctorsMail): string => (route === 'attachment' ? `${to}.attachment.local` : to)

/**
 * Submits as a mail program would: SMTP on the submission port, STARTTLS with the server's own certificate, sign-in with
 * an app password. Throws AppError `demo.not-accepted` with the server's words.
 */
export async function sendAsDoctor(mail: DoctorsMail, { port, appPassword, tls }: Submitter) {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    requireTLS: true,
    tls: { ca: tls.cert, servername: 'localhost' },
    auth: { user: doctor.address, pass: appPassword },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  })
  try {
    const to = addressFor(mail)
    const { subject, text } = mail
    const from = { name: doctor.name, address: doctor.address }
    const { name: filename, mediaType: contentType, content } = enclosure
    const info = await transport.sendMail({
      from,
      to,
      subject,
      text,
      attachments: [{ filename, contentType, content }],
    })
    const steps = [`SMTP 127.0.0.1:${port}`, 'STARTTLS', `AUTH ${doctor.address}`, `RCPT TO:<${to}>`, 'DATA']
    return { steps, reply: info.response }
  } catch (error) {
    const words = error instanceof Error && 'response' in error ? String(error.response) : ''
    throw new AppError('refused', 'demo.not-accepted', words === '' ? 'The server did not take the mail.' : words, {
      cause: error,
    })
  } finally {
    transport.close()
  }
}
