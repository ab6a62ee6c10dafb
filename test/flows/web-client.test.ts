import { describe, expect, test } from 'vitest'
import type { MailboxId } from '../../src/lib/id/identifiers.ts'
import { browserForFile } from '../harness/browser.ts'
import { newId } from '../harness/identifiers.ts'
import { receiveMessage } from '../harness/web-mock-inbox.ts'
import { addMessage, recipientOfAddress } from '../harness/web-mock-world.ts'
import { eventually } from '../harness/web-page.ts'
import { stageWeb } from '../harness/web-stage.ts'

const web = stageWeb(browserForFile())

describe('the list of sent messages', () => {
  test('says of which mailbox a message is when it is not one’s own, and so does its page', async () => {
    const shared = { ...web.world.mailbox, id: newId<MailboxId>(), address: 'empfang@praxis-weber.example' }
    web.world.otherMailboxes.push(shared)
    web.mails.parked.view = { ...web.mails.parked.view, mailboxId: shared.id }
    const page = await web.open('/sent')
    const rows = page.getByRole('list', { name: 'Sent' }).getByRole('listitem')
    await rows.filter({ hasText: 'from empfang@praxis-weber.example' }).getByRole('link').click()
    await page.getByText('Sent from the mailbox empfang@praxis-weber.example.').waitFor()
    await page.getByRole('link', { name: 'Back to Sent' }).click()
    await rows.first().waitFor()
    expect(await rows.filter({ hasText: 'from empfang@' }).count()).toBe(1)
  })

  test('shows subjects that were decrypted in the browser, and where each message stands in words', async () => {
    const page = await web.open('/sent')
    const rows = page.getByRole('list', { name: 'Sent' }).getByRole('listitem')
    await page.getByText('Laborwerte vom 18. November').waitFor()
    const row = (address: string) => rows.filter({ hasText: address })
    expect(await row('herta.lindner@web.example').innerText()).toContain('Waits for you')
    expect(await row('w.krueger@t-online.example').innerText()).toContain('Locked')
    expect(await row('p.novak@gmx.example').innerText()).toContain('Asks for a new link')
    expect(await row('l.brandt@mail.example').innerText()).toContain('Number is wrong')
    expect(await row('e.baumann@mail.example').innerText()).toContain('1 new answer')
    expect(await row('dr.sommer@praxis-sommer.example').innerText()).toContain('Opened by 3 of 4')
  })

  test('shows on request only what needs attention', async () => {
    const page = await web.open('/sent')
    await page.getByRole('link', { name: /Needs attention/ }).click()
    const rows = page.getByRole('list', { name: 'Sent' }).getByRole('listitem')
    await eventually(() => rows.count(), 6)
    expect(await page.getByText('k.oezdemir@familie.example').count()).toBe(0)
  })

  test('is fetched page by page', async () => {
    for (let day = 100; day < 130; day++) {
      const sentAt = new Date(Date.now() - day * 86_400_000)
      addMessage(web.world, {
        subject: `Nachricht ${day}`,
        sentAt,
        copies: [{ address: 'x@y.example', state: 'expired' }],
      })
    }
    const page = await web.open('/sent')
    const rows = page.getByRole('list', { name: 'Sent' }).getByRole('listitem')
    await eventually(() => rows.count(), 25)
    await page.getByRole('button', { name: 'Show older messages' }).click()
    await eventually(() => rows.count(), 40)
    expect(await page.getByRole('button', { name: 'Show older messages' }).count()).toBe(0)
  })

  test('teaches how to begin while it is empty', async () => {
    web.world.messages = []
    const page = await web.open('/sent')
    await page.getByRole('heading', { name: 'No sealed messages yet' }).waitFor()
    await page.getByRole('link', { name: 'Set up your mail program' }).click()
    await page.getByRole('heading', { name: 'Set up a mail program' }).waitFor()
  })

  test('says what to do while the server cannot be reached, and goes on afterwards', async () => {
    const page = await web.open('/settings')
    web.mock.offline = true
    await page.getByRole('link', { name: 'Mail', exact: true }).click()
    await page.getByText('Check your internet connection and try again.').waitFor()
    web.mock.offline = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Laborwerte vom 18. November').waitFor()
  })
})

describe('the inbox', () => {
  test('has what colleagues sent and recipients answered, says what is new and where it came to, page by page', async () => {
    const shared = { ...web.world.mailbox, id: newId<MailboxId>(), address: 'empfang@praxis-weber.example' }
    web.world.otherMailboxes.push(shared)
    const now = Date.now()
    receiveMessage(web.world, { subject: 'Für den Empfang', sentAt: new Date(now), mailbox: shared, read: true })
    for (let day = 100; day < 122; day++)
      receiveMessage(web.world, { subject: `Rundbrief ${day}`, sentAt: new Date(now - day * 86_400_000), read: true })
    const page = await web.open('/sent')
    await page.getByRole('link', { name: 'Inbox 2 unread' }).click()
    const rows = page.getByRole('list', { name: 'Inbox' }).getByRole('listitem')
    await eventually(() => rows.count(), 25)
    const row = (text: string) => rows.filter({ hasText: text })
    expect(await row('Für den Empfang').innerText()).toContain('to empfang@praxis-weber.example')
    expect(await row('Für den Empfang').innerText()).not.toContain('New')
    expect(await row('Vertretung im Dezember').innerText()).toMatch(/Dr\. Jonas Falk[^]*jonas\.falk@[^]*New/)
    expect(await row('Vertretung im Dezember').innerText()).not.toContain('to ')
    expect(await rows.filter({ hasText: 'e.baumann@mail.example' }).count()).toBe(2)
    expect(await row('Access revoked').count()).toBe(1)
    expect(await page.getByText('Dienstplan').count()).toBe(0)
    await page.getByRole('button', { name: 'Show older entries' }).click()
    await eventually(() => rows.count(), 27)
    await row('New').filter({ hasText: 'Answer' }).getByRole('link').click()
    await page.getByText('Anbei das Foto der Verpackung.').waitFor()
    await page.getByRole('link', { name: 'Inbox 1 unread' }).waitFor()
  })

  test('opens a message from where its mail led to before, without the sender’s buttons, and knows it as read', async () => {
    const { id } = web.mails.received.view
    const page = await web.open('/settings')
    await page.goto(`${web.mock.url}/messages/${id}/complete`)
    await page.waitForURL(`${web.mock.url}/inbox/${id}`)
    await page.goto(`${web.mock.url}/messages/${id}`)
    await page.getByRole('heading', { level: 1, name: 'Vertretung im Dezember' }).waitFor()
    await page.getByText('Ihre Laborwerte sind da').waitFor()
    expect(page.url()).toBe(`${web.mock.url}/inbox/${id}`)
    const sender = page.getByRole('region', { name: 'Sender' })
    expect(await sender.innerText()).toMatch(/Dr\. Jonas Falk\s+jonas\.falk@praxis-weber\.example/)
    expect(await page.getByRole('main').getByRole('button').allInnerTexts()).toEqual([
      'Download as PDF',
      'Download as EML',
    ])
    const write = page.getByRole('link', { name: 'Write an answer' })
    expect(await write.getAttribute('href')).toBe('mailto:jonas.falk@praxis-weber.example')
    await page.getByRole('link', { name: 'Inbox 1 unread' }).waitFor()
    await page.getByRole('link', { name: 'Back to the inbox' }).click()
    const rows = page.getByRole('list', { name: 'Inbox' }).getByRole('listitem')
    await rows.filter({ hasText: 'Access revoked' }).getByRole('link').click()
    await page.getByText('The sender has revoked access to this message.', { exact: false }).waitFor()
  })

  test('offers no link to a recipient who signs in', async () => {
    const copies = [
      { address: 'jonas.falk@praxis-weber.example', state: 'notified', check: null, signsIn: true },
    ] as const
    const { view } = addMessage(web.world, { subject: 'An den Kollegen', sentAt: new Date(), copies })
    const page = await web.open(`/messages/${view.id}`)
    await page.getByText('Signed in, they need no check.', { exact: false }).waitFor()
    expect(await page.locator('#recipients').getByRole('link').count()).toBe(0)
    await page.goto(`${web.mock.url}/messages/${view.id}/complete?copy=${view.copies[0]?.id}`)
    await page.getByText('Everything is taken care of').waitFor()
  })
})

describe('recipients', () => {
  test('are fetched page by page', async () => {
    for (let at = 0; at < 120; at++) recipientOfAddress(web.world, `patient-${at}@mail.example`)
    const page = await web.open('/recipients')
    const rows = page.getByRole('list', { name: 'Recipients' }).getByRole('listitem')
    await eventually(() => rows.count(), 100)
    await page.getByRole('button', { name: 'Show more' }).click()
    await eventually(() => rows.count(), web.world.recipients.size)
  })

  test('are found by a part of their address, and their check is changed', async () => {
    const page = await web.open('/recipients')
    await page.getByLabel('Search by address').fill('sommer')
    const rows = page.getByRole('list', { name: 'Recipients' }).getByRole('listitem')
    await eventually(() => rows.count(), 1)
    await page.getByRole('button', { name: 'Change check: dr.sommer@praxis-sommer.example' }).click()
    await page.getByRole('radio', { name: /Code by e-mail/ }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The check for dr.sommer@praxis-sommer.example is changed.').waitFor()
    expect(web.world.recipients.get('dr.sommer@praxis-sommer.example')?.view.check).toBe('email')
  })
})
