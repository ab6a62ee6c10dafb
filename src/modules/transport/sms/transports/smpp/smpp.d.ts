/** The part of the npm package `smpp` that is used; it brings no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server as NetServer, Socket } from 'node:net'

  interface ShortMessage {
    readonly udh?: readonly Uint8Array[]
    readonly message?: string | Uint8Array
  }

  /** Fields are read from the wire: whatever is not in the header may be missing. */
  interface Pdu {
    readonly command: string
    readonly command_id: number
    readonly command_status: number
    readonly sequence_number: number
    readonly system_id?: string
    readonly password?: string
    readonly source_addr?: string
    readonly destination_addr?: string
    readonly dest_addr_ton?: number
    readonly esm_class?: number
    readonly data_coding?: number
    readonly registered_delivery?: number
    readonly validity_period?: unknown
    readonly message_id?: string
    readonly short_message?: ShortMessage
    readonly message_payload?: ShortMessage
    readonly receipted_message_id?: string
    readonly message_state?: number
    readonly sar_msg_ref_num?: number
    readonly sar_total_segments?: number
    readonly sar_segment_seqnum?: number
    response(options?: Readonly<Record<string, unknown>>): Pdu
  }

  class Session extends EventEmitter {
    readonly socket: Socket
    /** False: the socket takes no more and no callback will ever come. */
    send(pdu: Pdu, onResponse?: (pdu: Pdu) => void): boolean
    close(onClosed?: () => void): void
    destroy(onClosed?: () => void): void
  }

  interface Smpp {
    connect(options: Readonly<Record<string, unknown>>): Session
    createServer(options: Readonly<Record<string, unknown>>, onSession: (session: Session) => void): NetServer
    readonly PDU: new (command: string, fields: Readonly<Record<string, unknown>>) => Pdu
    readonly errors: Readonly<Record<string, number>>
  }

  const smpp: Smpp
  export default smpp
  export type { Pdu, Session, ShortMessage }
}
