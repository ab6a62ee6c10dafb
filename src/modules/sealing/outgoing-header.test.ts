import { describe, expect, test } from 'vitest'
import { readOutgoingHeader } from './outgoing-header.ts'

const received = 'Received: by mail.praxis.example\r\n'

async function edited(message: string): Promise<string> {
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(message, 'latin1')
  }
  const { header, rest } = await readOutgoingHeader(content(), received)
  return Buffer.concat([header.bytes, ...(await Array.fromAsync(rest))]).toString('latin1')
}

describe('the header that recipients see', () => {
  test.each(['Bcc: hidden@mail.example', 'BCC : hidden@mail.example', 'Resent-Bcc: hidden@mail.example'])(
    'names no blind copy: %s',
    async (field) => {
      const message = (fields: string) => `Subject: Befund\r\n${fields}To: a@mail.example\r\n\r\nBcc: body\r\n`
      expect(await edited(message(`${field}\r\n\tother@mail.example\r\n`))).toBe(`${received}${message('')}`)
    },
  )
})
