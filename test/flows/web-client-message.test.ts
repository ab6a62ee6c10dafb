import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { browserForFile } from '../harness/browser.ts'
import type { MockMessage } from '../harness/web-mock-world.ts'
import { eventually } from '../harness/web-page.ts'
import { stageWeb } from '../harness/web-stage.ts'

const web = stageWeb(browserForFile())
const viewOf = (message: MockMessage) => web.world.messages.find((other) => other === message)?.view
const statesOf = (message: MockMessage) => viewOf(message)?.copies.map(({ state }) => state)

describe('completing a message that waits', () => {
  const completePath = () => `/messages/${web.mails.parked.view.id}/complete`
  const completedIdentities = () => web.world.completions.map(({ identity }) => identity)

  test('by SMS: a number that is no mobile one is refused at once, one in national form is taken as meant', async () => {
    const page = await web.open(completePath())
    await page.getByLabel('Mobile number').fill('030 901820')
    await page.getByLabel('Mobile number').blur()
    await page.getByText('This is not a mobile number').waitFor()
    await page.getByLabel('Mobile number').fill('0151 23456789')
    await page.getByLabel('Mobile number').blur()
    await page.getByText('Understood as +49 1512 3456789').waitFor()
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText('Everything is taken care of').waitFor()
    expect(completedIdentities()).toEqual([web.mails.parked.conversationIdentity])
    expect(statesOf(web.mails.parked)).toEqual(['queued'])
    expect(web.world.recipients.get('herta.lindner@web.example')?.view.check).toBe('sms')
  })

  test('by SMS: how a number was understood appears where room is kept, and does not move the button being pressed', async () => {
    const page = await web.open(completePath())
    const top = async () => (await page.getByRole('button', { name: 'Send now' }).boundingBox())?.y
    await page.getByLabel('Mobile number').fill('0151 23456789')
    const before = await top()
    await page.getByLabel('Mobile number').blur()
    await page.getByText('Understood as').waitFor()
    expect(before).toBeGreaterThan(0)
    expect(await top()).toBe(before)
  })

  test('by SMS: a number is refused once the press that left its field is over, which reaches the button it was meant for', async () => {
    const page = await web.open(completePath())
    const button = page.getByRole('button', { name: 'Send now' })
    const refusal = page.getByText('This is not a mobile number')
    await page.getByLabel('Mobile number').fill('030 901820')
    await button.scrollIntoViewIfNeeded()
    const box = await button.boundingBox()
    if (box === null) throw new Error('the button is not shown')
    await button.evaluate((element) =>
      element.addEventListener('click', () => element.setAttribute('data-clicked', '')),
    )
    await page.mouse.move(box.x + box.width / 2, box.y + 2)
    await page.mouse.down()
    // Long enough for the number to be judged, which takes one answer that is kept.
    await page.waitForTimeout(500)
    expect(await refusal.count()).toBe(0)
    expect((await button.boundingBox())?.y).toBe(box.y)
    await page.mouse.up()
    await refusal.waitFor()
    expect(await button.getAttribute('data-clicked')).toBe('')
  })

  test('by access code: a short one is refused, the agreed one never leaves the browser, and the wrap opens', async () => {
    const page = await web.open(completePath())
    const { sent } = web.profile
    await page.getByRole('radio', { name: /Access code/ }).check()
    await page.getByLabel('Access code', { exact: true }).last().fill('kurz')
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText('Use at least 6 characters.').waitFor()
    await page.getByLabel('Access code', { exact: true }).last().fill('Sonnenblume 7')
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText('Everything is taken care of').waitFor()
    expect(completedIdentities()).toEqual([web.mails.parked.conversationIdentity])
    expect(sent.join('\n')).not.toMatch(/Sonnenblume/)
  })

  test('by e-mail, which is labelled as weak', async () => {
    const page = await web.open(completePath())
    await page.getByText('Weak').waitFor()
    await page.getByRole('radio', { name: /Code by e-mail/ }).check()
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText('Everything is taken care of').waitFor()
    expect(completedIdentities()).toHaveLength(1)
  })

  test('with one click where the recipient has got a check since', async () => {
    const known = web.world.recipients.get('herta.lindner@web.example')
    if (known !== undefined) known.view = { ...known.view, check: 'sms', maskedNumber: '+49 ••• 11' }
    const page = await web.open(completePath())
    await page.getByText('Check in use: SMS code, +49 ••• 11').waitFor()
    await page.getByRole('button', { name: 'Keep this check and send' }).click()
    await page.getByText('Everything is taken care of').waitFor()
    expect(completedIdentities()).toEqual([web.mails.parked.conversationIdentity])
  })

  test('a recipient whose number is wrong gets the right one, and a new link', async () => {
    const page = await web.open(`/messages/${web.mails.wrongNumber.view.id}`)
    await page.getByRole('link', { name: 'Correct the number' }).click()
    await page.getByLabel('Mobile number').fill('+49 160 5550199')
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText('Everything is taken care of').waitFor()
    expect(completedIdentities()).toEqual([web.mails.wrongNumber.conversationIdentity])
  })
})

describe('the message page', () => {
  test('shows the decrypted text of the sent message', async () => {
    const page = await web.open(`/messages/${web.mails.answered.view.id}`)
    await page.getByText('Ihre Laborwerte sind da und in Ordnung.', { exact: false }).waitFor()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Ihre Frage zur Medikation')
  })

  test('sends a new link with one click', async () => {
    const page = await web.open(`/messages/${web.mails.newLink.view.id}`)
    await page.getByRole('button', { name: 'Send a new link' }).click()
    await page.getByText('A new link is on its way.').waitFor()
    expect(web.world.completions.map(({ identity }) => identity)).toEqual([web.mails.newLink.conversationIdentity])
  })

  test('sends a notification again that could not be delivered', async () => {
    const failed = web.world.messages.find(({ view }) => view.copies[0]?.state === 'failed')
    if (failed === undefined) throw new Error('the practice has such a message')
    const page = await web.open(`/messages/${failed.view.id}`)
    await page.getByRole('button', { name: 'Send again' }).click()
    await page.getByText('A new link is on its way.').waitFor()
    expect(statesOf(failed)).toEqual(['queued'])
  })

  test('sends a new link with another check, for a recipient who has lost their phone', async () => {
    const page = await web.open(`/messages/${web.mails.answered.view.id}`)
    await page.getByRole('link', { name: 'New link or other check' }).click()
    await page.getByRole('button', { name: 'Choose another check' }).click()
    await page.getByRole('radio', { name: /Access code/ }).check()
    await page.getByRole('button', { name: 'Suggest a code' }).click()
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText('Everything is taken care of').waitFor()
    expect(web.world.completions.map(({ identity }) => identity)).toEqual([web.mails.answered.conversationIdentity])
    expect(viewOf(web.mails.answered)?.copies[0]?.check).toBe('access-code')
  })

  test('unlocks a locked recipient', async () => {
    const page = await web.open(`/messages/${web.mails.locked.view.id}`)
    await page.getByRole('button', { name: 'Unlock' }).click()
    await page.getByText('The recipient can try again.').waitFor()
    expect(statesOf(web.mails.locked)).toEqual(['notified'])
  })

  test('revokes the access of recipients only after saying what that destroys', async () => {
    const page = await web.open(`/messages/${web.mails.answered.view.id}`)
    await page.getByRole('button', { name: 'Revoke access …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('This cannot be undone.').waitFor()
    expect(statesOf(web.mails.answered)).toEqual(['opened'])
    await page.emulateMedia({ forcedColors: 'active' })
    const outlineOf = (name: RegExp) =>
      dialog
        .locator('div', { has: page.getByRole('radio', { name }) })
        .last()
        .evaluate((card) => getComputedStyle(card).outlineStyle)
    expect([await outlineOf(/For the recipients/), await outlineOf(/For everyone/)]).toEqual(['solid', 'none'])
    await page.emulateMedia({ forcedColors: 'none' })
    const submit = dialog.getByRole('button', { name: 'Revoke access', exact: true })
    const red = await page.evaluate(() => {
      const probe = document.createElement('i')
      probe.style.color = 'var(--danger)'
      document.body.append(probe)
      const { color } = getComputedStyle(probe)
      probe.remove()
      return color
    })
    expect(await submit.evaluate((button) => getComputedStyle(button).backgroundColor)).toBe(red)
    await dialog.getByRole('button', { name: 'Revoke access', exact: true }).click()
    await page.getByText('The recipients can no longer open the message.').waitFor()
    expect(statesOf(web.mails.answered)).toEqual(['revoked'])
    expect(viewOf(web.mails.answered)?.removedAt).toBeNull()
    // What no longer holds is no longer said: no check that would be asked, no day until which it can be read.
    const details = page.getByRole('region', { name: 'Details' })
    // The page is fetched again while its message already stands there.
    await details.getByText('Access revoked').waitFor()
    expect(await details.getByText('Access revoked').count()).toBe(1)
    expect(await details.getByRole('button').allTextContents()).toEqual(['Delete for everyone …'])
    expect(await page.getByRole('region', { name: 'Recipients' }).getByText('SMS code').count()).toBe(0)
  })

  test('revokes the access of one of several recipients', async () => {
    const page = await web.open(`/messages/${web.mails.many.view.id}`)
    await page.getByRole('button', { name: 'Revoke access …' }).click()
    await page.getByRole('checkbox', { name: 'dr.sommer@praxis-sommer.example' }).uncheck()
    await page.getByRole('checkbox', { name: 'dr.yilmaz@praxis-yilmaz.example' }).uncheck()
    await page.getByRole('checkbox', { name: 'sekretariat@klinik.example' }).uncheck()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke access', exact: true }).click()
    await page.getByText('The recipients can no longer open the message.').waitFor()
    expect(statesOf(web.mails.many)).toEqual(['opened', 'opened', 'revoked', 'opened'])
  })

  test('deletes for everyone: nothing of the text is shown any more, and answers stay readable', async () => {
    const page = await web.open(`/messages/${web.mails.answered.view.id}`)
    await page.getByText('Ihre Laborwerte', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Revoke access …' }).click()
    await page.getByRole('radio', { name: /For everyone/ }).check()
    await page.getByRole('button', { name: 'Delete for everyone' }).click()
    await page.getByText('The content was deleted for everyone.', { exact: false }).waitFor()
    expect(await page.getByText('Ihre Laborwerte', { exact: false }).count()).toBe(0)
    await page.getByRole('button', { name: 'Open answer' }).last().click()
    await page.getByText('Anbei das Foto der Verpackung.').waitFor()
  })

  test('allows reading for longer', async () => {
    const before = web.mails.answered.view.expiresAt
    const page = await web.open(`/messages/${web.mails.answered.view.id}`)
    await page.getByRole('button', { name: 'Allow longer' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Allow longer' }).click()
    await page.getByText(/The message can now be read until/).waitFor()
    expect(viewOf(web.mails.answered)?.expiresAt.localeCompare(before)).toBe(1)
  })

  test('shows a new answer first and opened, says who was verified and how whatever the answer claims, marks it as read and saves its attachment', async () => {
    const page = await web.open(`/messages/${web.mails.answered.view.id}`)
    const answer = page.getByRole('article').filter({ hasText: 'New' })
    await answer.getByText('verified by SMS').waitFor()
    const headings = page.getByRole('heading', { level: 2 })
    expect((await headings.allTextContents()).filter((text) => /^(Answers|Your message)$/.test(text))).toEqual([
      'Answers',
      'Your message',
    ])
    await page.getByText('Anbei das Foto der Verpackung.').waitFor()
    // On a phone as well, where everything stands in one column.
    const wide = page.viewportSize() ?? { width: 1280, height: 900 }
    await page.setViewportSize({ width: 360, height: 800 })
    const topOf = async (name: string) => (await page.getByRole('heading', { level: 2, name }).boundingBox())?.y ?? 0
    const tops = [
      await topOf('Answers'),
      await topOf('Your message'),
      await topOf('Recipients'),
      await topOf('Details'),
    ]
    expect(tops).toEqual(tops.toSorted((one, other) => one - other))
    await page.setViewportSize(wide)
    expect(await page.getByText(/Chefarzt|chef@klinik/).count()).toBe(0)
    await eventually(() => web.mails.answered.answers.every(({ readAt }) => readAt !== null), true)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download verpackung.txt' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('verpackung.txt')
    expect((await readFile(await download.path(), 'utf8')).trim()).toBe('Ramipril 5 mg')
  })

  test('a message that is gone says so instead of staying empty', async () => {
    const page = await web.open('/messages/00000000-0000-7000-8000-000000000000')
    await page.getByText('This is no longer there.', { exact: false }).waitFor()
  })
})
