import { describe, expect, it } from 'vitest'
import { isAppError } from '../../../../lib/errors/app-error.ts'
import { readSmsUrl } from './sms-url.ts'

describe('readSmsUrl', () => {
  it('reads outbox:', () => {
    expect(readSmsUrl('outbox:')).toEqual({ kind: 'outbox' })
  })

  it('reads a message centre with its defaults', () => {
    expect(readSmsUrl('smpp://sealpost:s%40cret@smsc.example')).toEqual({
      kind: 'smpp',
      settings: {
        host: 'smsc.example',
        port: 2775,
        secure: false,
        systemId: 'sealpost',
        password: 's@cret',
        systemType: '',
        sender: '',
        windowSize: 10,
        joinBy: 'udh',
        receiptIds: 'same',
      },
    })
  })

  it('reads TLS, an IPv6 address and every option', () => {
    const url = 'smpps://u:p@[::1]?from=Sealpost&system_type=web&window=3&join=sar&receipt_ids=decimal'
    expect(readSmsUrl(url)).toMatchObject({
      settings: { host: '::1', port: 3550, secure: true, sender: 'Sealpost', windowSize: 3, joinBy: 'sar' },
    })
  })

  it.each([
    ['https://user:secret@provider.example/send?account=7'],
    ['http://localhost:9000/'],
    ['http://127.0.0.1/'],
    ['http://[::1]:80/'],
  ])('reads the web address %j', (value) => {
    expect(readSmsUrl(value)).toMatchObject({ kind: 'https' })
  })

  it.each([
    [''],
    ['hunter2'],
    ['outbox:hunter2'],
    ['ftp://u:hunter2@provider.example'],
    ['http://u:hunter2@provider.example'],
    ['http://u:hunter2@127.0.0.1.provider.example'],
    ['smpp://smsc.example?x=hunter2'],
    ['smpp://u:hunter2@smsc.example?window=0'],
    ['smpp://u:hunter2@smsc.example?window=1000'],
    ['smpp://u:hunter2@smsc.example?from=Sealpost%20Messages'],
    ['smpp://u:hunter2@smsc.example?unknown=1'],
    ['smpp://u:hunter2%@smsc.example'],
    ['https://u:hunter2%@provider.example'],
    ['smpp://u:hunter2%C3%A4@smsc.example'],
  ])('refuses %j in one line that does not repeat it', (value) => {
    const error = errorOf(() => readSmsUrl(value))
    expect(isAppError(error, 'sms.bad-url')).toBe(true)
    expect(String(error)).toContain('SEALPOST_SMS_URL')
    expect(String(error)).not.toContain('hunter2')
  })
})

function errorOf(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
