import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import smpp from 'smpp'
import type { Pdu, Session } from 'smpp'

/** A text as a phone would show it: its parts joined. */
export interface ReceivedText {
  readonly to: string
  readonly from: string
  readonly text: string
  readonly parts: number
  readonly messageId: string
}

/** What the centre does wrong; change it at any time, it counts from the next request on. */
export interface SmppFaults {
  /** command_status of every bind answer; 0 lets clients in. */
  bindStatus: number
  /** Statuses of the coming submit_sm, one each; then everything is accepted. */
  submitStatuses: number[]
  /** Numbers (without +) that are always refused with this status. */
  readonly statusByNumber: Map<string, number>
  /** How many of the coming submit_sm cost the connection before an answer: the text is taken nevertheless. */
  dropsAfterSubmit: number
  /** How many of the coming submit_sm are never answered. */
  silentSubmits: number
  /** No answer to enquire_link: a dead line that still looks open. */
  silentEnquiries: boolean
  /** How ids are written in answers. Receipts always use the decimal form. */
  idForm: 'decimal' | 'hex'
}

export interface SmppServer {
  readonly port: number
  readonly faults: SmppFaults
  readonly texts: readonly ReceivedText[]
  /** Every submit_sm as it came, refused ones too. */
  readonly submissions: readonly Pdu[]
  /** How many clients are bound now, and how many binds were tried since the start. */
  bound(): number
  bindAttempts(): number
  enquiries(): number
  /** The most submit_sm that waited for an answer at the same time. */
  mostWaiting(): number
  /** While held, submit_sm get no answer; `release` answers all of them. */
  hold(): void
  release(): void
  /** Sends a receipt to every bound client and resolves with the command_status of the first answer. */
  sendReceipt(messageId: string, form: ReceiptForm): Promise<number>
  /** Any request to the first bound client; resolves with its answer. */
  request(command: string, fields: Readonly<Record<string, unknown>>): Promise<Pdu>
  dropConnections(): void
  /** Stops listening and drops everybody; `port` can then be used again by a new server. */
  close(): Promise<void>
}

export interface ReceiptForm {
  /** message_state by number and its word, "DELIVRD" for example. */
  readonly word: string
  readonly state?: number
  /** Where the receipt says it: in the standard fields, or only in the text. */
  readonly inText?: boolean
}

export interface SmppServerOptions {
  readonly systemId?: string
  readonly password?: string
  readonly port?: number
  readonly tls?: { readonly key: string; readonly cert: string }
}

const status = { ok: 0, invalidPassword: 0x0e, notBound: 0x04 } as const

/** A message centre on a loopback port. It decodes with the package's own tables, not with Sealpost's. */
export async function startSmppServer(options: SmppServerOptions = {}): Promise<SmppServer> {
  const centre = new Centre(options)
  await centre.listen(options.port ?? 0)
  return centre
}

class Centre implements SmppServer {
  readonly faults: SmppFaults = {
    bindStatus: 0,
    submitStatuses: [],
    statusByNumber: new Map(),
    dropsAfterSubmit: 0,
    silentSubmits: 0,
    silentEnquiries: false,
    idForm: 'decimal',
  }
  readonly texts: ReceivedText[] = []
  readonly submissions: Pdu[] = []
  readonly #options: SmppServerOptions
  readonly #server
  readonly #sessions = new Set<Session>()
  readonly #bound = new Set<Session>()
  readonly #parts = new Map<string, Map<number, string>>()
  readonly #held: (() => void)[] = []
  #holding = false
  #nextId = 1000
  #bindAttempts = 0
  #enquiries = 0
  #waiting = 0
  #mostWaiting = 0

  constructor(options: SmppServerOptions) {
    this.#options = options
    this.#server = smpp.createServer({ ...options.tls }, (session) => this.#welcome(session))
    this.#server.on('tlsClientError', () => undefined)
  }

  get port(): number {
    const address: AddressInfo | string | null = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('The SMPP server is not listening.')
    return address.port
  }

  bound = (): number => this.#bound.size
  bindAttempts = (): number => this.#bindAttempts
  enquiries = (): number => this.#enquiries
  mostWaiting = (): number => this.#mostWaiting

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  hold(): void {
    this.#holding = true
  }

  release(): void {
    this.#holding = false
    for (const answer of this.#held.splice(0)) answer()
  }

  sendReceipt(messageId: string, form: ReceiptForm): Promise<number> {
    const text = `id:${messageId} sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:${form.word} err:000 text:`
    const fields = { receipted_message_id: messageId, message_state: form.state ?? 2 }
    return this.request('deliver_sm', {
      esm_class: 0x04,
      source_addr: '4915123456789',
      destination_addr: 'Sealpost',
      short_message: Buffer.from(form.inText === true ? text : ''),
      ...(form.inText === true ? {} : fields),
    }).then((answer) => answer.command_status)
  }

  request(command: string, fields: Readonly<Record<string, unknown>>): Promise<Pdu> {
    const [session] = this.#bound
    if (session === undefined) return Promise.reject(new Error('Nobody is bound to the SMPP server.'))
    return new Promise((resolve) => session.send(new smpp.PDU(command, fields), resolve))
  }

  dropConnections(): void {
    for (const session of this.#sessions) session.destroy()
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.dropConnections()
    await closed
  }

  #welcome(session: Session): void {
    this.#sessions.add(session)
    session.on('close', () => {
      this.#sessions.delete(session)
      this.#bound.delete(session)
    })
    session.on('error', () => session.destroy())
    session.on('bind_transceiver', (pdu: Pdu) => this.#bind(session, pdu))
    session.on('submit_sm', (pdu: Pdu) => this.#submit(session, pdu))
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response())
      session.close()
    })
    session.on('enquire_link', (pdu: Pdu) => {
      this.#enquiries += 1
      if (!this.faults.silentEnquiries) session.send(pdu.response())
    })
  }

  #bind(session: Session, pdu: Pdu): void {
    this.#bindAttempts += 1
    const { systemId = 'sealpost', password = 'secret' } = this.#options
    const known = pdu.system_id === systemId && pdu.password === password
    const commandStatus = known ? this.faults.bindStatus : status.invalidPassword
    session.send(pdu.response({ command_status: commandStatus, system_id: 'centre' }))
    if (commandStatus === status.ok) this.#bound.add(session)
  }

  #submit(session: Session, pdu: Pdu): void {
    this.submissions.push(pdu)
    this.#waiting += 1
    this.#mostWaiting = Math.max(this.#mostWaiting, this.#waiting)
    const answer = (): void => {
      this.#waiting -= 1
      this.#answerSubmit(session, pdu)
    }
    if (this.#holding) this.#held.push(answer)
    else setImmediate(answer)
  }

  #answerSubmit(session: Session, pdu: Pdu): void {
    if (!this.#bound.has(session)) return void session.send(pdu.response({ command_status: status.notBound }))
    const refusal =
      this.faults.statusByNumber.get(pdu.destination_addr ?? '') ?? this.faults.submitStatuses.shift() ?? 0
    if (refusal !== 0) return void session.send(pdu.response({ command_status: refusal }))
    const messageId = String(this.#nextId)
    this.#nextId += 1
    this.#join(pdu, messageId)
    if (this.faults.dropsAfterSubmit > 0) {
      this.faults.dropsAfterSubmit -= 1
      return session.destroy()
    }
    if (this.faults.silentSubmits > 0) {
      this.faults.silentSubmits -= 1
      return
    }
    const shownId = this.faults.idForm === 'hex' ? Number(messageId).toString(16).toUpperCase() : messageId
    session.send(pdu.response({ message_id: shownId }))
  }

  #join(pdu: Pdu, messageId: string): void {
    const to = pdu.destination_addr ?? ''
    const from = pdu.source_addr ?? ''
    const body = String(pdu.short_message?.message ?? '')
    const { reference, parts, part } = joiningOf(pdu)
    const key = `${to}/${reference}`
    const known = this.#parts.get(key) ?? new Map<number, string>()
    known.set(part, body)
    this.#parts.set(key, known)
    if (known.size < parts) return
    this.#parts.delete(key)
    const text = Array.from({ length: parts }, (_, index) => known.get(index + 1) ?? '').join('')
    this.texts.push({ to, from, text, parts, messageId })
  }
}

function joiningOf(pdu: Pdu): { readonly reference: string; readonly parts: number; readonly part: number } {
  const header = pdu.short_message?.udh?.find((element) => element[0] === 0)
  if (header !== undefined) return { reference: `udh${header[2]}`, parts: header[3] ?? 1, part: header[4] ?? 1 }
  if (pdu.sar_total_segments === undefined) return { reference: 'alone', parts: 1, part: 1 }
  return {
    reference: `sar${pdu.sar_msg_ref_num}`,
    parts: pdu.sar_total_segments,
    part: pdu.sar_segment_seqnum ?? 1,
  }
}
