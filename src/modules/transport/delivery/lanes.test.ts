import { expect, test } from 'vitest'
import { idOf } from '../../../../test/harness/identifiers.ts'
import type { MailId, OrganisationId } from '../../../lib/id/identifiers.ts'
import { Lanes } from './lanes.ts'

interface Held {
  readonly mailId: string
  readonly finish: () => void
}

/** Attempts that end when the test says so. */
function heldLanes(limits: { perLane: number; total: number; waiting?: number }) {
  const held: Held[] = []
  const begun: string[] = []
  const attempt = ({ mailId }: { mailId: string }) =>
    new Promise<void>((finish) => {
      begun.push(mailId)
      held.push({ mailId, finish })
    })
  const lanes = new Lanes({ begin: () => ({ attempt, end: () => undefined }) }, { waiting: 1000, ...limits })
  const finishOne = async () => {
    held.shift()?.finish()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { lanes, begun, held, finishOne }
}

const mail = (mailId: string) => ({ organisationId: idOf<OrganisationId>('o'), mailId: idOf<MailId>(mailId) })

test('a lane has few at work, the rest wait in order, and a mail offered twice is attempted once', async () => {
  const { lanes, begun, finishOne } = heldLanes({ perLane: 2, total: 10 })
  for (const id of ['a', 'b', 'c', 'd', 'a', 'c']) lanes.offer('lane', mail(id))
  expect(begun).toEqual(['a', 'b'])
  for (let count = 0; count < 4; count++) await finishOne()
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
  await lanes.settled()
})

test('an urgent mail goes before those that wait', async () => {
  const { lanes, begun, finishOne } = heldLanes({ perLane: 1, total: 1 })
  lanes.offer('lane', mail('a'))
  lanes.offer('lane', mail('b'))
  lanes.offer('lane', mail('code'), true)
  await finishOne()
  expect(begun).toEqual(['a', 'code'])
})

test('a lane with endless work lets others have a turn', async () => {
  const { lanes, begun, finishOne } = heldLanes({ perLane: 1, total: 1 })
  for (let count = 0; count < 100; count++) lanes.offer('busy', mail(`busy-${count}`))
  lanes.offer('other', mail('other'))
  for (let count = 0; count < 30; count++) await finishOne()
  expect(begun).toContain('other')
})

test('the limit over all lanes holds, and what does not fit into memory is forgotten', async () => {
  const { lanes, begun, finishOne } = heldLanes({ perLane: 2, total: 3, waiting: 5 })
  for (let count = 0; count < 10; count++) lanes.offer(`lane-${count}`, mail(String(count)))
  expect(begun).toHaveLength(3)
  for (let count = 0; count < 10; count++) await finishOne()
  expect(begun).toHaveLength(5)
})

test('after stopping nothing new begins, and what runs may end', async () => {
  const { lanes, begun, finishOne } = heldLanes({ perLane: 1, total: 1 })
  lanes.offer('lane', mail('a'))
  lanes.offer('lane', mail('b'))
  lanes.stop()
  lanes.offer('lane', mail('c'))
  await finishOne()
  await lanes.settled()
  expect(begun).toEqual(['a'])
})
