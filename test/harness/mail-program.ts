import { createTransport, type SendMailOptions } from 'nodemailer'
import type { RunningServer } from './running-server.ts'
import type { Practice } from './seed-practice.ts'

/** What a mail program shows after sending: the reply to the message, accepted or not. */
export interface Submitted {
  readonly accepted: boolean
  /** The last reply: "250 2.6.0 Accepted as …". */
  readonly reply: string
}

/** Hands one mail in as the doctor's mail program would, over STARTTLS. */
export async function submit(
  server: Pick<RunningServer, 'running'>,
  { doctor }: Pick<Practice, 'doctor'>,
  mail: SendMailOptions,
): Promise<Submitted> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: server.running.addresses.submission ?? 0,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user: doctor.address, pass: doctor.appPassword },
  })
  try {
    const info = await transport.sendMail({ from: doctor.address, ...mail })
    return { accepted: true, reply: info.response }
  } catch (error) {
    const reply = error instanceof Error && 'response' in error ? String(error.response) : String(error)
    return { accepted: false, reply }
  } finally {
    transport.close()
  }
}
