import type { OutboxTransportOptions } from './outbox-transport.ts'
import { createHttpsTransport } from './https-transport.ts'
import { createOutboxTransport } from './outbox-transport.ts'
import { createSmppTransport } from './smpp/smpp-transport.ts'
import type { SmsTarget } from './sms-url.ts'
import type { SmsReceiptListener, SmsTransport } from './transport.ts'

export interface OpenTransportOptions extends OutboxTransportOptions {
  readonly onReceipt: SmsReceiptListener
  readonly onEvent: (event: string) => void
}

/** Opens the way that the setting names; an SMPP session starts to bind at once and binds until it is closed. */
export function openTransport(target: SmsTarget, options: OpenTransportOptions): SmsTransport {
  switch (target.kind) {
    case 'outbox':
      return createOutboxTransport(options)
    case 'https':
      return createHttpsTransport({ url: target.url })
    case 'smpp':
      return createSmppTransport({
        settings: target.settings,
        onReceipt: options.onReceipt,
        onEvent: options.onEvent,
      })
  }
}
