import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SmsMessage, SmsTransport } from '../../src/modules/transport/sms/transports/transport.ts'

/** What phones got, in any order; `to` is E.164. */
export interface ArrivedText {
  readonly to: string
  readonly text: string
}

/** What a provider outside can do wrong. The outbox has none of it: there is nobody outside. */
export interface ProviderFaults {
  /** From now on this number is refused for good. */
  refuse(to: string): void
  /** From now on the provider answers that it is too busy, until told otherwise. */
  throttle(on: boolean): void
  /** From now on requests are taken and never answered. */
  fallSilent(): void
  goAway(): Promise<void>
  comeBack(): Promise<void>
}

export interface TransportUnderTest {
  readonly transport: SmsTransport
  arrived(): Promise<readonly ArrivedText[]>
  readonly faults?: ProviderFaults
  dispose(): Promise<void>
}

const phone = '+4915123456789'
const patient = (): { signal: AbortSignal } => ({ signal: AbortSignal.timeout(20_000) })
const message = (text: string, reference = 'r-1'): SmsMessage => ({ to: phone, text, reference })

const texts = {
  'a code': 'Ihr Code: 491327',
  'umlauts and signs of the GSM alphabet': 'Grüße aus Köln: 5 € {[~]} ^ | \\ @ £ Ω',
  'a script outside the GSM alphabet': 'Ваш код 491327 – 你好',
  emoji: 'Code 491327 🔐 👩‍💻',
  'exactly one part': 'x'.repeat(160),
  'one character more than a part': 'x'.repeat(161),
  'a long text with escaped characters at every border': '€x'.repeat(200),
  'a long text of surrogate pairs': '🔐'.repeat(150),
  'line breaks': 'Code:\n491327\n',
} as const

/** What every way to a provider promises, run against a real provider each time. */
export function describeSmsTransport(name: string, makeTransport: () => Promise<TransportUnderTest>): void {
  describe(`the SMS transport ${name}`, () => {
    let under: TransportUnderTest
    beforeEach(async () => {
      under = await makeTransport()
    })
    afterEach(async () => {
      await under.transport.close()
      await under.dispose()
    })

    it.each(Object.entries(texts))('delivers %s exactly as it was written', async (_what, text) => {
      const outcome = await under.transport.send(message(text), patient())
      expect(outcome).toEqual({ status: 'accepted', providerId: expect.stringMatching(/./) })
      await expect.poll(() => under.arrived()).toEqual([{ to: phone, text }])
    })

    it('delivers many texts at once, each one time and with an id of its own', async () => {
      const sent = Array.from({ length: 40 }, (_, index) => message(`text ${index}`, `r-${index}`))
      const outcomes = await Promise.all(sent.map((one) => under.transport.send(one, patient())))
      const ids = outcomes.map((outcome) => (outcome.status === 'accepted' ? outcome.providerId : outcome.status))
      expect(new Set(ids).size).toBe(40)
      expect(outcomes.every((outcome) => outcome.status === 'accepted')).toBe(true)
      const arrivedTexts = async (): Promise<readonly string[]> =>
        (await under.arrived()).map(({ text }) => text).toSorted()
      await expect.poll(arrivedTexts).toEqual(sent.map(({ text }) => text).toSorted())
    })

    it('sends nothing when the signal has aborted before', async () => {
      const outcome = await under.transport.send(message('late'), { signal: AbortSignal.abort() })
      expect(outcome).toEqual({ status: 'unavailable', reason: 'aborted', retryable: true, mayHaveLeft: false })
      expect(await under.arrived()).toEqual([])
    })

    it('sends nothing after close, says so, and may be closed twice', async () => {
      await under.transport.close()
      const outcome = await under.transport.send(message('late'), patient())
      expect(outcome).toEqual({ status: 'unavailable', reason: 'closed', retryable: true, mayHaveLeft: false })
      await under.transport.close()
      expect(await under.arrived()).toEqual([])
    })

    it('lets a text that is under way settle when it is closed', async () => {
      const first = await under.transport.send(message('first', 'r-1'), patient())
      const sending = under.transport.send(message('second', 'r-2'), patient())
      await under.transport.close()
      expect([first.status, (await sending).status]).toEqual(['accepted', 'accepted'])
    })
  })
}

/** The promises that need a provider who can fail. */
export function describeSmsProviderFaults(
  name: string,
  makeTransport: () => Promise<TransportUnderTest & { readonly faults: ProviderFaults }>,
): void {
  describe(`the SMS transport ${name} with a failing provider`, () => {
    let under: TransportUnderTest & { readonly faults: ProviderFaults }
    beforeEach(async () => {
      under = await makeTransport()
    })
    afterEach(async () => {
      await under.transport.close()
      await under.dispose()
    })

    it('tells a refusal for good from everything else', async () => {
      under.faults.refuse(phone)
      const outcome = await under.transport.send(message('refused'), patient())
      expect(outcome).toMatchObject({ status: 'refused', permanent: true })
      const other = await under.transport.send({ ...message('taken', 'r-2'), to: '+4915123456780' }, patient())
      expect(other.status).toBe('accepted')
      await expect.poll(() => under.arrived()).toEqual([{ to: '+4915123456780', text: 'taken' }])
    })

    it('passes a throttling provider on as a refusal that passes', async () => {
      under.faults.throttle(true)
      const outcome = await under.transport.send(message('slow down'), patient())
      expect(outcome).toEqual({ status: 'refused', reason: 'throttled', permanent: false })
      under.faults.throttle(false)
      expect((await under.transport.send(message('again'), patient())).status).toBe('accepted')
    })

    it('is unavailable while the provider is away and works again when it is back', async () => {
      expect((await under.transport.send(message('before', 'r-1'), patient())).status).toBe('accepted')
      await under.faults.goAway()
      const away = await under.transport.send(message('away', 'r-2'), patient())
      expect(away).toEqual({
        status: 'unavailable',
        reason: 'unreachable',
        retryable: true,
        mayHaveLeft: expect.any(Boolean),
      })
      await under.faults.comeBack()
      await expect
        .poll(async () => (await under.transport.send(message('back', 'r-3'), patient())).status, { timeout: 5_000 })
        .toBe('accepted')
    })

    it('gives up on a silent provider after its time limit and says that the text may have left', async () => {
      under.faults.fallSilent()
      const outcome = await under.transport.send(message('silence'), patient())
      expect(outcome).toEqual({ status: 'unavailable', reason: 'timeout', retryable: true, mayHaveLeft: true })
    })

    it('settles when the signal aborts under way', async () => {
      under.faults.fallSilent()
      const outcome = await under.transport.send(message('silence'), { signal: AbortSignal.timeout(50) })
      expect(outcome).toMatchObject({ status: 'unavailable', reason: 'aborted', retryable: true })
    })
  })
}
