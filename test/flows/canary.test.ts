import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createSearch } from '../harness/canary.ts'
import {
  createCanaryWorld,
  expectCodeNotLogged,
  expectDecoysFound,
  searchEverything,
  withDatabase,
  type CanaryWorld,
} from '../harness/canary-world.ts'
import { parseConversationSeed } from '../../src/lib/split-key/index.ts'
import { holdJournal } from '../harness/hold-journal.ts'
import { codeIn, GuestClient, linkInMail } from '../harness/guest-client.ts'
import { until } from '../harness/until.ts'
import {
  handleAndRevoke,
  mailTo,
  openWithAccessCode,
  people,
  prepareRecipients,
  readAndAnswer,
  submitCrowd,
  submitMail,
} from '../harness/whole-journey.ts'

let world: CanaryWorld
beforeEach(async () => {
  world = await createCanaryWorld()
})
afterEach(() => world.close())

describe('at rest there is only ciphertext', () => {
  test(
    'no secret word of a whole journey can be found in files, tables, log or metrics',
    { timeout: 180_000 },
    async () => {
      const { member, accessCode } = await prepareRecipients(world)
      await submitMail(world)
      await readAndAnswer(world)
      await openWithAccessCode(world, accessCode)
      await handleAndRevoke(world, member)
      expect(world.words.names.length).toBeGreaterThan(35)
      expect(await searchEverything(world, createSearch(world.words.needles()))).toEqual([])
      expectCodeNotLogged(world, codeIn(world.sms.requests[0]?.body.text ?? ''))
      await expectDecoysFound(world)
    },
  )

  test(
    'nor can it be found while mails and text messages wait for hosts that do not answer',
    { timeout: 180_000 },
    async () => {
      const { words, sink, sms, settings } = world
      await prepareRecipients(world)
      await submitMail(world, [people.sms])
      const link = linkInMail((await mailTo(sink, people.sms)).raw)
      sink.always('mail', '451 4.3.2 not now')
      sms.answer = (response) => void response.writeHead(503).end()
      await submitMail(world)
      const guest = new GuestClient(settings['SEALPOST_PUBLIC_URL'] ?? '', link)
      await guest.prove()
      await guest.requestCode()
      const { text } = await until('a text that was refused', () => sms.requests[0]?.body)
      words.add('waiting text message', text)
      await until('a mail that was refused', () =>
        world.server.output().includes('"result":"deferred"') ? true : undefined,
      )
      const waiting = await withDatabase(world, async ({ database }) =>
        database.ownerPool
          .query(`select (select count(*) from sealpost.outgoing_mails where state = 'queued')::int as mails,
        (select count(*) from sealpost.sms_messages where state = 'queued')::int as texts`),
      )
      expect(waiting.rows).toEqual([{ mails: 3, texts: 1 }])
      expect(await searchEverything(world, createSearch(words.needles()))).toEqual([])
      expectCodeNotLogged(world, codeIn(text))
      await expectDecoysFound(world)
    },
  )

  test(
    'nor while a crowd waits in the journal, nor once it is written, with the keys of its messages',
    { timeout: 180_000 },
    async () => {
      const { words, sink } = world
      const { member } = await prepareRecipients(world)
      await withDatabase(world, async ({ database }) => {
        const journal = await holdJournal(database.ownerPool, () => submitCrowd(world, { messages: 60 }))
        expect(journal.rows).toBeGreaterThan(0)
        expect(await searchEverything(world, createSearch(words.needles()))).toEqual([])
        await journal.release()
        await until('the journal is empty', async () => {
          const { rowCount } = await database.ownerPool.query('select from sealpost.journal')
          return rowCount === 0 || undefined
        })
      })
      const link = linkInMail((await mailTo(sink, people.sms, 59)).raw)
      words.add('link secret', link.secret)
      for (const message of await member.sent()) {
        const { conversationIdentity, answersKey } = member.openEnvelope(message)
        words.add('conversation seed', conversationIdentity, parseConversationSeed(conversationIdentity))
        words.add('answers key', answersKey)
      }
      expect(await searchEverything(world, createSearch(words.needles()))).toEqual([])
      await expectDecoysFound(world)
    },
  )
})
