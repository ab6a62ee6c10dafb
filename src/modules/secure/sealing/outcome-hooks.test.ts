import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { idOf } from '../../../../test/harness/identifiers.ts'
import { createPortalWorld, type PortalWorld } from '../../../../test/harness/portal-world.ts'
import type { TextId } from '../../../lib/id/identifiers.ts'
import type { FailedText } from '../../transport/sms/index.ts'
import { onTextFailure } from './outcome-hooks.ts'

let world: PortalWorld
let copyId = ''
beforeAll(async () => {
  world = await createPortalWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.setCheck('patient@mail.example', { check: 'sms', number: '+4915112345678' })
  copyId = (await world.send('patient@mail.example')).copyId
  world.mails.length = 0
})

const id = idOf<TextId>('019ab000-0000-7000-8000-00000000000a')

async function fail(change: Partial<FailedText> = {}): Promise<void> {
  const { organisationId } = world.practice
  const text = { organisationId, id, purpose: 'portal-code', messageRef: copyId, failure: 'invalid-number' } as const
  await world.parts.database.withOrganisation(organisationId, (tx) =>
    onTextFailure(() => world.sealing, world.clock)(tx, { ...text, ...change }),
  )
}
const told = () => world.mails.map(({ kind, to }) => `${kind} ${to}`)

test('the sender hears of a number that no text can reach, once a day', async () => {
  await fail()
  await fail()
  expect(told()).toEqual(['sender-notice doctor@praxis.example'])
  world.clock.advance(24 * 3600_000)
  await fail()
  expect(told()).toHaveLength(2)
})

test.each(['expired', 'undelivered', 'outcome-unknown', 'not-authorised'] as const)(
  'a text that ended with “%s” says nothing about the number',
  async (failure) => {
    await fail({ failure })
    expect(told()).toEqual([])
  },
)

test('nobody hears of a message that has ended, or of one that never was', async () => {
  await fail({ messageRef: '019ab000-0000-7000-8000-00000000000b' })
  await world.sealing.expire()
  world.clock.advance(40 * 24 * 3600_000)
  await fail()
  expect(told()).toEqual([])
})
