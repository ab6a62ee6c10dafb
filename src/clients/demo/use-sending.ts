import { useState } from 'react'
import { callApi, ApiError } from '../../contract/client.ts'
import { demoSend, type DemoRoute } from '../../contract/demo.ts'

export type Sending =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working' }
  | {
      readonly kind: 'accepted'
      readonly steps: readonly string[]
      readonly reply: string
      /** The newest mail when sending began: another one means that the mail has arrived. */
      readonly newestBefore: string
    }
  | { readonly kind: 'failed'; readonly text: string }

export interface WrittenMail {
  readonly to: string
  readonly route: DemoRoute
  readonly subject: string
  readonly text: string
}

/** Hands a mail to the demo, which submits it over SMTP. */
export function useSending(onSent: () => void) {
  const [sending, setSending] = useState<Sending>({ kind: 'idle' })
  const send = async (mail: WrittenMail, newestBefore: string) => {
    setSending({ kind: 'working' })
    try {
      setSending({ kind: 'accepted', newestBefore, ...(await callApi(demoSend, mail)) })
      onSent()
    } catch (error) {
      setSending({ kind: 'failed', text: error instanceof ApiError ? error.message : '' })
    }
  }
  return { sending, send }
}
