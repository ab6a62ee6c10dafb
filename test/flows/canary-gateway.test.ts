import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OrganisationId } from '../../src/lib/id/identifiers.ts'
import { createSearch } from '../harness/canary.ts'
import {
  createCanaryWorld,
  expectDecoysFound,
  searchEverything,
  withDatabase,
  type CanaryWorld,
} from '../harness/canary-world.ts'
import { linkInMail } from '../harness/guest-client.ts'
import { newId } from '../harness/identifiers.ts'
import { MemberClient } from '../harness/member-client.ts'
import { openPdf, openZip, packageIn } from '../harness/package-opener.ts'
import { until } from '../harness/until.ts'
import { mailTo, people, signInToMail, submitMail } from '../harness/whole-journey.ts'

let world: CanaryWorld
beforeEach(async () => {
  world = await createCanaryWorld()
  await withDatabase(world, async ({ database, directory }) => {
    const [organisationId = newId<OrganisationId>()] = await directory.organisationIds()
    await database.withOrganisation(organisationId, (tx) =>
      directory.updateSettings(tx, {
        organisationId,
        changes: { route: 'attachment', copyPasswordToSender: true },
        actor: { kind: 'command', label: 'test' },
      }),
    )
  })
})
afterEach(() => world.close())

const phone = '+4915158273946'
const recipients = [people.sms, `${phone}@sms.local`]
const passwordForm = /^[a-z2-9]{4}(?:-[a-z2-9]{4}){3}$/m

function addPassword(text: string): string {
  const password = passwordForm.exec(text)?.[0] ?? ''
  world.words.add('password of the files', password, password.replaceAll('-', ''))
  return password
}

describe('the password of encrypted files', () => {
  test(
    'is in no file, table, log or metric once it has left, nor is anything of the message; the mail opens with it only',
    { timeout: 180_000 },
    async () => {
      const { words, sink, sms } = world
      await submitMail(world, recipients)
      const { raw } = await mailTo(sink, people.sms)
      const password = addPassword((await until('text', () => sms.requests[0]?.body)).text)
      words.add('link secret', linkInMail(raw).secret)
      const { zip, pdf } = await packageIn(raw)
      const original = (await openZip(zip, password))?.get('message.eml')?.toString() ?? ''
      expect(original).toContain('Content-Type')
      expect(await openPdf(pdf, password)).not.toBeNull()
      for (const wrong of ['', 'aaaa-aaaa-aaaa-aaaa', password.slice(0, -1), password.toUpperCase()]) {
        expect(await openZip(zip, wrong)).toBeNull()
        expect(await openPdf(pdf, wrong)).toBeNull()
      }
      const sent = sink.mails.map((mail) => mail.raw)
      const search = createSearch(words.needles().filter(({ name }) => name === 'password of the files'))
      expect(search('mails', Buffer.concat(sent))).toEqual([])

      const member = new MemberClient(world.settings['SEALPOST_PUBLIC_URL'] ?? '')
      await member.signIn(world.doctor.address, world.doctor.password)
      const [message] = await member.sent()
      if (message === undefined) throw new Error('nothing in Sent')
      expect(await member.password(message)).toBe(password)
      for (const [name, secret] of Object.entries(member.secrets)) words.add(name, secret)
      expect(await searchEverything(world, createSearch(words.needles()))).toEqual([])
      await expectDecoysFound(world)
    },
  )

  test(
    'is in none of them while the mail and the text wait for hosts that do not answer',
    { timeout: 180_000 },
    async () => {
      const { words, sink, sms } = world
      sink.always('mail', '451 4.3.2 not now')
      sms.answer = (response) => void response.writeHead(503).end()
      await submitMail(world, recipients)
      addPassword((await until('a text that was refused', () => sms.requests[0]?.body)).text)
      await fetch(`${world.settings['SEALPOST_PUBLIC_URL']}/o/AAAAAAAAAAAAAAAAAAAAAA`)
      await until('a mail that was refused', () =>
        world.server.output().includes('"result":"deferred"') ? true : undefined,
      )
      expect(await searchEverything(world, createSearch(words.needles()))).toEqual([])
      await expectDecoysFound(world)
    },
  )

  test('is not even made for a message that is refused', async () => {
    const { doctor, words, sink, sms } = world
    const sending = signInToMail(world, { user: doctor.address, pass: doctor.appPassword }).sendMail({
      from: doctor.address,
      to: [people.sms, '01515827394@sms.local'],
      text: words.make('body'),
    })
    await expect(sending).rejects.toThrow(/550 5\.1\.3 .*\+49/s)
    expect([sink.mails, sms.requests]).toEqual([[], []])
  })
})
